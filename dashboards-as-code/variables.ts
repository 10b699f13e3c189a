/** A board's variables, read from what Prometheus holds about the service. */
import {
  QueryVariableBuilder,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { selectorsOf } from '../alerts/objective.ts';
import { renderPromql, type Selector } from '../alerts/promql.ts';
import { type LogicalLabel, narrowLogically, type SeriesLabels } from '../alerts/series-labels.ts';
import type { ServiceDefinition } from '../alerts/service-definition.ts';
import { selectorsOfService } from '../alerts/service-selectors.ts';
import { datasources } from './datasources.ts';
import { trafficOf } from './objectives-of.ts';
import { type BoardConditions, inSelectedReleases, tells, tellsRoutes } from './scope.ts';

/** What can be chosen where a board asks about traffic: the environment, the release, the route. */
export function trafficVariables(service: ServiceDefinition): QueryVariableBuilder[] {
  const traffic = trafficOf(service);
  const route =
    traffic !== undefined && tellsRoutes(traffic)
      ? [anyOf(variable('route', 'Route', traffic.events.total, inSelectedReleases(traffic), traffic.labels))]
      : [];
  return [...instanceVariables(service), ...(traffic === undefined ? [] : route)];
}

/** Where a board asks about processes and machines. */
export function instanceVariables(service: ServiceDefinition): QueryVariableBuilder[] {
  const known = seriesThatTell(service, 'release');
  return [
    ...environmentVariable(service),
    ...(known === undefined
      ? []
      : [
          anyOf(
            variable('release', 'Release', known.selector, inEnvironmentOnly(known.labels), known.labels),
          ),
        ]),
  ];
}

export function environmentVariable(service: ServiceDefinition): QueryVariableBuilder[] {
  const known = seriesThatTell(service, 'environment');
  return known === undefined
    ? []
    : [variable('environment', 'Environment', known.selector, {}, known.labels)];
}

/** Where the desk is that keeps the figures, which may be about any environment. */
export function deskVariable(desk: ServiceDefinition): QueryVariableBuilder[] {
  return environmentVariable(desk).map((chosen) => chosen.name('desk').label('Desk'));
}

function inEnvironmentOnly(labels: SeriesLabels): BoardConditions {
  return tells({ labels }, 'environment') ? { environment: '$environment' } : {};
}

interface KnownSeries {
  readonly selector: Selector;
  readonly labels: SeriesLabels;
}

/** Its targets where they are declared, which are there before any traffic; otherwise the first of its series that tell. */
function seriesThatTell(service: ServiceDefinition, label: LogicalLabel): KnownSeries | undefined {
  const { signals = [] } = service;
  const traffic = trafficOf(service);
  // Only what boards ask by release is worth a choice of releases.
  const objectives = label === 'environment' ? service.objectives : traffic === undefined ? [] : [traffic];
  const targets = signals.filter(({ kind }) => kind === 'targets');
  const known = [
    ...targets.flatMap((signal) => seriesOf(service, { signals: [signal] }, signal.labels)),
    ...objectives.flatMap((objective) =>
      selectorsOf(objective).map((selector) => ({ selector, labels: objective.labels ?? {} })),
    ),
    ...signals.flatMap((signal) => seriesOf(service, { signals: [signal] }, signal.labels)),
  ];
  return known.find(({ labels }) => tells({ labels }, label));
}

function seriesOf(
  service: ServiceDefinition,
  part: Pick<ServiceDefinition, 'signals'>,
  labels: SeriesLabels = {},
): KnownSeries[] {
  return selectorsOfService({ ...service, ...part, objectives: [] }).map((selector) => ({
    selector,
    labels,
  }));
}

/** Asked again whenever the time range changes: a release of last night is not there on load. */
export function variable(
  name: LogicalLabel,
  label: string,
  series: Selector,
  only: BoardConditions,
  labels: SeriesLabels = {},
): QueryVariableBuilder {
  const inSeries = labels[name];
  const where = renderPromql(narrowLogically(series, only, labels));
  const query = `label_values(${where}, ${typeof inSeries === 'string' ? inSeries : name})`;
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
