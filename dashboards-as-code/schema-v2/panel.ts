/** A panel in the v2 schema: an element that the layout refers to by name. */
import type {
  PanelKind,
  PanelQueryKind,
  QueryOptionsSpec,
} from '@grafana/schema/apis/dashboard.grafana.app/v2beta1';
import type { ClassicPanel } from './classic-panel.ts';
import { dataQuery } from './data-query.ts';

/** The name that Grafana gives it too, so that viewPanel=panel-<id> opens it in both schemas. */
export function elementName(id: number): string {
  return `panel-${id}`;
}

/** Throws an Error that names board and panel for a query that no datasource answers. */
export function panelKind(boardUid: string, panel: ClassicPanel): PanelKind {
  const { id, title, description = '', type, pluginVersion = '', options, fieldConfig, transparent } = panel;
  return {
    kind: 'Panel',
    spec: {
      id,
      title,
      description,
      links: panel.links.map(({ title, url, targetBlank }) => ({
        title,
        url,
        ...(targetBlank === undefined ? {} : { targetBlank }),
      })),
      data: {
        kind: 'QueryGroup',
        spec: {
          queries: panel.targets.map((target) => panelQuery(boardUid, panel, target)),
          transformations: panel.transformations.map((spec) => ({ kind: spec.id, spec })),
          queryOptions: queryOptions(panel),
        },
      },
      vizConfig: {
        kind: 'VizConfig',
        group: type,
        version: pluginVersion,
        spec: { options, fieldConfig },
      },
      ...(transparent === true ? { transparent } : {}),
    },
  };
}

function panelQuery(
  boardUid: string,
  panel: ClassicPanel,
  target: ClassicPanel['targets'][number],
): PanelQueryKind {
  const { refId, datasource = panel.datasource, hide = false, ...query } = target;
  if (datasource === undefined)
    throw new Error(
      `board "${boardUid}", panel "${panel.title}" (${panel.id}): query ${refId} names no datasource and neither does the panel; Grafana would ask its default one. Give the query a datasource.`,
    );
  return { kind: 'PanelQuery', spec: { refId, hidden: hide, query: dataQuery(datasource, query) } };
}

function queryOptions(panel: ClassicPanel): QueryOptionsSpec {
  const { maxDataPoints, interval, timeFrom, timeShift, timeCompare } = panel;
  const { hideTimeOverride, cacheTimeout, queryCachingTTL } = panel;
  return {
    ...(maxDataPoints === undefined ? {} : { maxDataPoints }),
    ...(interval === undefined ? {} : { interval }),
    ...(timeFrom === undefined ? {} : { timeFrom }),
    ...(timeShift === undefined ? {} : { timeShift }),
    ...(timeCompare === undefined ? {} : { timeCompare }),
    ...(hideTimeOverride === undefined ? {} : { hideTimeOverride }),
    ...(cacheTimeout === undefined ? {} : { cacheTimeout }),
    ...(queryCachingTTL === undefined ? {} : { queryCachingTTL }),
  };
}
