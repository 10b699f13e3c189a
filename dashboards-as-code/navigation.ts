/** Links between panels, boards and Explore that keep the time range and the variables. */
import { DashboardLinkBuilder, DashboardLinkType } from '@grafana/grafana-foundation-sdk/dashboard';
import { errorLinesQuery, failingTraceTags } from '../alerts/evidence-queries.ts';
import { type BoardName, boardUid, dashboardPath } from '../alerts/links.ts';
import type { ServiceDefinition } from '../alerts/service-definition.ts';
import type { PanelLink } from './board.ts';
import { type Backend, datasources } from './datasources.ts';
import { placeholder } from './placeholder.ts';
import { logfmt } from './query.ts';

export const boardTitles = {
  overview: 'Service overview',
  errors: '5xx investigation',
} as const satisfies Record<BoardName, string>;

const keptContext = ['__url_time_range', 'environment:queryparam', 'release:queryparam']
  .map(placeholder)
  .join('&');
/** The route of the clicked table row; "Route" is the column's title. */
const clickedRoute = placeholder('__data.fields.Route:percentencode');

/** At the top of a board: its sisters, with the time range and all variables. */
export function boardLinks(service: ServiceDefinition, current: BoardName): DashboardLinkBuilder[] {
  const others: BoardName[] = (['overview', 'errors'] as const).filter((name) => name !== current);
  return others.map((name) =>
    new DashboardLinkBuilder(boardTitles[name])
      .type(DashboardLinkType.Link)
      .url(`/d/${boardUid(service.name, name)}`)
      .icon('dashboard')
      .tooltip(`${boardTitles[name]} of ${service.name}, same time range and variables`)
      .keepTime(true)
      .includeVars(true),
  );
}

/** To one panel of another board, with the same time range and variables. */
export function panelLink(
  service: ServiceDefinition,
  board: BoardName,
  slug: string,
  title: string,
): PanelLink {
  return {
    title,
    url: `${dashboardPath(service.name, board, slug)}&${keptContext}&${placeholder('route:queryparam')}`,
  };
}

/** From a row about a route: the investigation, the error lines and the failing traces of that route alone. */
export function routeLinks(service: ServiceDefinition): PanelLink[] {
  const tags = {
    ...failingTraceTags,
    'deployment.environment.name': placeholder('environment'),
    'http.route': clickedRoute,
  };
  return [
    {
      title: 'Investigate this route',
      url: `/d/${boardUid(service.name, 'errors')}?${keptContext}&var-route=${clickedRoute}`,
    },
    {
      title: 'Error logs of this route',
      url: exploreUrl('loki', {
        expr: errorLinesQuery(service.name, {
          environment: placeholder('environment'),
          routes: clickedRoute,
        }),
      }),
    },
    {
      title: 'Failing traces of this route',
      url: exploreUrl('jaeger', {
        queryType: 'search',
        service: service.name,
        tags: logfmt(tags),
        limit: 20,
      }),
    },
  ];
}

/** Explore wants its ranges as strings, and opens an empty pane without schemaVersion. */
function exploreUrl(backend: Backend, query: Readonly<Record<string, string | number>>): string {
  const { uid } = datasources[backend];
  const pane = {
    datasource: uid,
    queries: [{ refId: 'A', datasource: datasources[backend], ...query }],
    range: { from: placeholder('__from'), to: placeholder('__to') },
  };
  return `/explore?schemaVersion=1&panes=${JSON.stringify({ a: pane })}`;
}
