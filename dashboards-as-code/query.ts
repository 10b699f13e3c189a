/** What a panel asks, as data; `renderTarget` turns it into a target of Grafana's classic schema. */
import type { Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import { DataqueryBuilder as LokiQueryBuilder } from '@grafana/grafana-foundation-sdk/loki';
import {
  DataqueryBuilder as PrometheusQueryBuilder,
  PromQueryFormat,
} from '@grafana/grafana-foundation-sdk/prometheus';
import { type Expr, renderPromql } from '../alerts/promql.ts';
import { datasources } from './datasources.ts';

interface PrometheusQuery {
  readonly backend: 'prometheus';
  readonly expr: Expr;
  /** The refId; tables name their columns after it ("Value #errs"). Left out: A, B, C ... */
  readonly name?: string;
  readonly legend?: string;
  /** One value at the end of the range instead of a line over it. */
  readonly isInstant?: boolean;
  readonly format?: 'table' | 'heatmap';
  /** No two points closer than this, such as `1h`; rates are then over that time. */
  readonly minStep?: string;
  /** Dots that open the trace of one request; on latencies only, a counter's sit uselessly at 1. */
  readonly hasExemplars?: boolean;
}

interface LokiQuery {
  readonly backend: 'loki';
  readonly expr: string;
  readonly maxLines: number;
}

interface JaegerQuery {
  readonly backend: 'jaeger';
  readonly service: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly limit: number;
}

export type Query = PrometheusQuery | LokiQuery | JaegerQuery;

export function prometheusQuery(expr: Expr, options: Omit<PrometheusQuery, 'backend' | 'expr'> = {}): Query {
  return { backend: 'prometheus', expr, ...options };
}

/** One column of a table: a single value a row, under the column's name. */
export function columnQuery(name: string, expr: Expr): Query {
  return { backend: 'prometheus', expr, name, isInstant: true, format: 'table' };
}

export function renderTarget(query: Query, position: number): Dataquery {
  const letter = String.fromCharCode('A'.charCodeAt(0) + position);
  switch (query.backend) {
    case 'prometheus':
      return prometheusTarget(query, query.name ?? letter);
    case 'loki':
      return new LokiQueryBuilder()
        .refId(letter)
        .datasource(datasources.loki)
        .expr(query.expr)
        .maxLines(query.maxLines)
        .queryType('range')
        .build();
    case 'jaeger':
      return jaegerTarget(query, letter);
  }
}

function prometheusTarget(query: PrometheusQuery, refId: string): Dataquery {
  const target = new PrometheusQueryBuilder()
    .refId(refId)
    .datasource(datasources.prometheus)
    .expr(renderPromql(query.expr))
    .legendFormat(query.legend ?? '__auto');
  if (query.isInstant) target.instant();
  else target.range();
  if (query.format === 'table') target.format(PromQueryFormat.Table);
  if (query.format === 'heatmap') target.format(PromQueryFormat.Heatmap);
  if (query.minStep !== undefined) target.interval(query.minStep);
  if (query.hasExemplars) target.exemplar(true);
  return target.build();
}

/** Tags in Jaeger's search are logfmt. */
export function logfmt(tags: Readonly<Record<string, string>>): string {
  return Object.entries(tags)
    .map(([key, value]) => `${key}=${value}`)
    .join(' ');
}

/** The SDK has no Jaeger query: a raw object in the shape that Grafana's own editor saves. */
function jaegerTarget(query: JaegerQuery, refId: string): Dataquery {
  const target = {
    refId,
    datasource: datasources.jaeger,
    queryType: 'search',
    service: query.service,
    tags: logfmt(query.tags),
    limit: query.limit,
    // The SDK's mark of a query; a function, so it never reaches the JSON.
    _implementsDataqueryVariant() {},
  };
  return target;
}
