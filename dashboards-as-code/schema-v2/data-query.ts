/** What a panel, a variable or a mark asks, in the v2 schema: the datasource beside the query instead of inside it. */
import type { DataQueryKind } from '@grafana/schema/apis/dashboard.grafana.app/v2beta1';
import type { z } from 'zod';
import type { datasource } from './classic-panel.ts';

export type DatasourceRef = z.infer<typeof datasource>;

export function dataQuery({ type, uid }: DatasourceRef, spec: Record<string, unknown>): DataQueryKind {
  return {
    kind: 'DataQuery',
    group: type,
    // Of the query's own schema; Grafana knows no other yet.
    version: 'v0',
    // "name" is the uid.
    datasource: { name: uid },
    spec,
  };
}
