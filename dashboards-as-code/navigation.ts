/** Links between panels, boards and Explore that keep the time range and the variables. */
import { DashboardLinkBuilder, DashboardLinkType } from '@grafana/grafana-foundation-sdk/dashboard';
import { errorLinesQuery, failingTraceTags } from '../alerts/evidence-queries.ts';
import {
  type BoardName,
  boardUid,
  dashboardPath,
  type PlatformBoardName,
  platformBoardUid,
} from '../alerts/links.ts';
import type { Objective } from '../alerts/objective.ts';
import type { ServiceDefinition } from '../alerts/service-definition.ts';
import type { PanelLink } from './board.ts';
import { type Backend, datasources } from './datasources.ts';
import { placeholder } from './placeholder.ts';
import { logfmt } from './query.ts';
import { inSelectedReleases, tells } from './scope.ts';

export const boardTitles = {
  overview: 'Service overview',
  errors: '5xx investigation',
  budget: 'Objectives and error budget',
  runtime: 'Runtime and database',
} as const satisfies Record<BoardName, string>;

export const platformBoardTitles = {
  fleet: 'Fleet: who needs help?',
  delivery: 'Delivery: how do changes go?',
  business: 'Incidents: how do we do?',
} as const satisfies Record<PlatformBoardName, string>;

/** The time range, and every variable that the board has. */
const keptContext = ['__url_time_range', '__all_variables'].map(placeholder).join('&');
/** The route of the clicked table row; "Route" is the column's title. */
const clickedRoute = placeholder('__data.fields.Route:percentencode');

/** At the top of a board: its sisters, with the time range and all variables. */
export function boardLinks(service: ServiceDefinition, current: BoardName): DashboardLinkBuilder[] {
  const others = boardNamesOf(service).filter((name) => name !== current);
  return [
    ...others.map((name) =>
      boardLink(boardTitles[name], boardUid(service.name, name), `${boardTitles[name]} of ${service.name}`),
    ),
    boardLink('Fleet', platformBoardUid('fleet'), 'All services, the worst first'),
  ];
}

/** At the top of a board about more than one service: its sisters. */
export function platformLinks(
  current: PlatformBoardName,
  sisters: readonly PlatformBoardName[],
): DashboardLinkBuilder[] {
  return sisters
    .filter((name) => name !== current)
    .map((name) => boardLink(platformBoardTitles[name], platformBoardUid(name), platformBoardTitles[name]));
}

function boardLink(title: string, uid: string, about: string): DashboardLinkBuilder {
  return new DashboardLinkBuilder(title)
    .type(DashboardLinkType.Link)
    .url(`/d/${uid}`)
    .icon('dashboard')
    .tooltip(`${about}, same time range and variables`)
    .keepTime(true)
    .includeVars(true);
}

/** Alerts that fire are on every overview. A service without objectives has none to show, one without signals nothing that it runs on. */
export function boardNamesOf({ objectives, signals = [] }: ServiceDefinition): BoardName[] {
  return [
    'overview',
    ...(objectives.length === 0 ? [] : (['errors', 'budget'] as const)),
    ...(signals.length === 0 ? [] : (['runtime'] as const)),
  ];
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
    url: `${dashboardPath(service.name, board, slug)}&${keptContext}`,
  };
}

/** From a row about a route: the investigation, the error lines and the failing traces of that route alone. */
export function routeLinks(service: ServiceDefinition, traffic: Objective): PanelLink[] {
  const kept = Object.keys(inSelectedReleases(traffic)).map((name) => placeholder(`${name}:queryparam`));
  const tags = {
    ...failingTraceTags,
    ...(tells(traffic, 'environment') ? { 'deployment.environment.name': placeholder('environment') } : {}),
    'http.route': clickedRoute,
  };
  return [
    {
      title: 'Investigate this route',
      url: `/d/${boardUid(service.name, 'errors')}?${[placeholder('__url_time_range'), ...kept, `var-route=${clickedRoute}`].join('&')}`,
    },
    {
      title: 'Error logs of this route',
      url: exploreUrl('loki', {
        expr: errorLinesQuery(service.name, {
          ...(tells(traffic, 'environment') ? { environment: placeholder('environment') } : {}),
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

/** From a row about a service of the fleet: its own boards. */
export function fleetLinks(boards: readonly BoardName[]): PanelLink[] {
  const service = placeholder('__data.fields.Service');
  return boards.map((board) => ({
    title: boardTitles[board],
    url: `/d/${boardUid(service, board)}?${keptContext}`,
  }));
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
