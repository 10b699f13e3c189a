/** A board's variables: environment, release and route, read from what Prometheus holds about the service. */
import {
  QueryVariableBuilder,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { renderPromql, type Selector, selector } from '../alerts/promql.ts';
import type { ServiceDefinition } from '../alerts/service-definition.ts';
import { datasources } from './datasources.ts';
import { availabilityOf } from './objectives-of.ts';
import { type BoardConditions, type BoardLabel, inEnvironment, inSelectedReleases } from './scope.ts';
import { narrowTo } from './traffic-queries.ts';

export function boardVariables(service: ServiceDefinition): QueryVariableBuilder[] {
  const availability = availabilityOf(service);
  const targets = (conditions: BoardConditions): Selector =>
    selector('up', { service: service.name, ...conditions });
  const requests =
    availability === undefined
      ? targets(inSelectedReleases)
      : narrowTo(availability.events.total, inSelectedReleases);
  return [
    variable('environment', 'Environment', targets({})),
    anyOf(variable('release', 'Release', targets(inEnvironment))),
    anyOf(variable('route', 'Route', requests)),
  ];
}

/** Asked again whenever the time range changes: a release of last night is not there on load. */
function variable(name: BoardLabel, label: string, series: Selector): QueryVariableBuilder {
  const query = `label_values(${renderPromql(series)}, ${name})`;
  return new QueryVariableBuilder(name)
    .label(label)
    .datasource(datasources.prometheus)
    .query({ qryType: 1, query, refId: 'PrometheusVariableQueryEditor-VariableQuery' })
    .definition(query)
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc);
}

/** All at first. Its "All" is ".*", so that series without the label (no route yet) are not lost. */
function anyOf(variable: QueryVariableBuilder): QueryVariableBuilder {
  return variable
    .multi(true)
    .includeAll(true)
    .allValue('.*')
    .current({ selected: true, text: ['All'], value: ['$__all'] });
}
