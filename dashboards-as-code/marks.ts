/** What is drawn across every panel of a board: starts of the service, which deployments cause, and firing alerts. */
import { AnnotationQueryBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { binary, type Expr, number, renderPromql, select } from '../alerts/promql.ts';
import type { ServiceDefinition } from '../alerts/service-definition.ts';
import { datasources } from './datasources.ts';
import { selectAlerts } from './runtime-metrics.ts';
import { inEnvironment } from './scope.ts';

export function boardMarks(service: ServiceDefinition): AnnotationQueryBuilder[] {
  const here = { service: service.name, ...inEnvironment };
  // The value is when the process started, in milliseconds: one line at the true time, not at the first scrape.
  const starts = binary(select('appStartTime', here), '*', number(1000));
  return [
    mark('Starts and deployments', 'blue', starts)
      .useValueForTime(true)
      .titleFormat('{{release}} started')
      .textFormat('{{instance}}')
      .tagKeys('release,instance'),
    mark('Firing alerts', 'red', selectAlerts({ ...here, alertstate: 'firing' }))
      .titleFormat('{{alertname}}')
      .textFormat('{{slo}} {{tier}}')
      .tagKeys('severity,tier'),
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
