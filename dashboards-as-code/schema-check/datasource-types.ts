/** What each datasource can be asked; the schemas of boards take anything there. */
import type { Dataquery as PrometheusQuery } from '@grafana/grafana-foundation-sdk/prometheus';
import type { LokiDataQuery } from '@grafana/schema/dist/esm/raw/composable/loki/dataquery/x/LokiDataQuery_types.gen';
import type { Draft } from './plain.ts';

/** By the type of the datasource. What a query says of itself (name, datasource, hidden) lies elsewhere in v2. */
export interface DatasourceQueries {
  readonly prometheus: QueryOnly<Draft<PrometheusQuery>> & { expr: string };
  readonly loki: QueryOnly<Draft<LokiDataQuery>> & { expr: string };
  /** Nobody publishes its type; these are the keys of Grafana's own editor. */
  readonly jaeger: {
    queryType: 'search';
    service: string;
    operation?: string;
    /** logfmt */
    tags?: string;
    minDuration?: string;
    maxDuration?: string;
    limit?: number;
  };
  /** Grafana itself: marks that were set by hand or through its API. */
  readonly datasource: { type: 'tags' | 'dashboard'; tags?: string[]; matchAny?: boolean; limit?: number };
}

type QueryOnly<T> = Omit<T, 'refId' | 'datasource' | 'hide'>;
