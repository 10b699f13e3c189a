/** What the database looked like from the service: how long statements took. */
import { call, type Expr, number, rate, select, sumBy } from '../../alerts/promql.ts';
import type { ServiceDefinition } from '../../alerts/service-definition.ts';
import type { PanelModel } from '../board.ts';
import { prometheusQuery } from '../query.ts';
import { type BoardConditions, inSelectedReleases, rateWindow } from '../scope.ts';
import { lines } from '../visuals.ts';

export function queryDurationPanel(service: ServiceDefinition): PanelModel {
  const buckets = rate(select('dbQueryDuration', here(service), 'bucket'), rateWindow);
  const percentile = (share: number): Expr =>
    call('histogram_quantile', number(share), sumBy(['le'], buckets));
  return {
    slug: 'db-query-duration',
    title: 'Is the database slow?',
    description:
      'Median, 95th and 99th percentile of single statements. Rises with the error ratio: look for locks and missing indexes. Flat while requests are slow: the time goes elsewhere, or into waiting for a connection.',
    unit: 's',
    noValue: 'no database statement',
    visual: lines(),
    queries: [
      prometheusQuery(percentile(0.5), { legend: 'p50' }),
      prometheusQuery(percentile(0.95), { legend: 'p95' }),
      prometheusQuery(percentile(0.99), { legend: 'p99' }),
    ],
  };
}

export function queryRatePanel(service: ServiceDefinition): PanelModel {
  const statements = select('dbQueryDuration', here(service), 'count');
  return {
    slug: 'db-query-rate',
    title: 'Does the database refuse statements?',
    description:
      'Statements a second by outcome. Errors here with 5xx above: the store is the cause (down, full, read-only, a missing migration). Many more statements a request than before: a query in a loop.',
    unit: 'ops',
    noValue: 'no database statement',
    visual: lines(),
    queries: [prometheusQuery(sumBy(['outcome'], rate(statements, rateWindow)), { legend: '{{outcome}}' })],
  };
}

function here({ name }: ServiceDefinition): { service: string } & BoardConditions {
  return { service: name, ...inSelectedReleases({}) };
}
