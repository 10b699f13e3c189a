/** What is drawn across every panel of a board: starts of the service, which deployments cause, and firing alerts. */
import { AnnotationQueryBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { binary, type Expr, number, renderPromql } from '../alerts/promql.ts';
import { narrowLogically } from '../alerts/series-labels.ts';
import type { ServiceDefinition } from '../alerts/service-definition.ts';
import { selectAlerts, unlessWatchdog } from './alert-series.ts';
import { datasources } from './datasources.ts';
import { inEnvironment, inEnvironmentOf } from './scope.ts';

export function serviceMarks(service: ServiceDefinition): AnnotationQueryBuilder[] {
  return [
    ...startMarks(service),
    mark(
      'Firing alerts',
      'red',
      selectAlerts({
        service: service.name,
        ...inEnvironmentOf(service),
        ...unlessWatchdog(service),
        alertstate: 'firing',
      }),
    )
      .titleFormat('{{alertname}}')
      .textFormat(service.objectives.length === 0 ? '{{signal}}' : '{{slo}} {{tier}}')
      .tagKeys('severity'),
  ];
}

/** Where its processes tell when they started. The value is that time: one line there, not at the first scrape. */
function startMarks({ signals = [] }: ServiceDefinition): AnnotationQueryBuilder[] {
  return signals.flatMap((signal) => {
    if (signal.kind !== 'restarts' || !('startedAt' in signal)) return [];
    const startedAt = narrowLogically(signal.startedAt, inEnvironment(signal), signal.labels);
    return [
      mark('Starts and deployments', 'blue', binary(startedAt, '*', number(1000)))
        .useValueForTime(true)
        .titleFormat('{{release}} started')
        .textFormat('{{instance}}')
        .tagKeys('release,instance'),
    ];
  });
}

/** Pages of any service. */
export function fleetMarks(): AnnotationQueryBuilder[] {
  const pages = selectAlerts({ environment: '$environment', alertstate: 'firing', severity: 'critical' });
  return [
    mark('Pages', 'red', pages)
      .titleFormat('{{service}}: {{alertname}}')
      .textFormat('{{slo}} {{tier}}')
      .tagKeys('service,tier'),
  ];
}

function mark(name: string, color: string, expr: Expr): AnnotationQueryBuilder {
  return new AnnotationQueryBuilder()
    .name(name)
    .datasource(datasources.prometheus)
    .enable(true)
    .iconColor(color)
    .target(
      new DataqueryBuilder()
        .refId('Anno')
        .datasource(datasources.prometheus)
        .expr(renderPromql(expr))
        .range(),
    );
}
