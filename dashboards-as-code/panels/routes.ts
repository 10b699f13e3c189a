/** Tables with one row a route, whose links keep that route. */

import type { CountedObjective } from '../../alerts/objective.ts';
import { badEvents, badRatio, totalEvents } from '../../alerts/objective-queries.ts';
import { binary, call, type Expr, number } from '../../alerts/promql.ts';
import type { ServiceDefinition } from '../../alerts/service-definition.ts';
import type { PanelModel } from '../board.ts';
import { routeLinks } from '../navigation.ts';
import { columnQuery } from '../query.ts';
import { inSelectedRoutes, scopeOf, shownRange } from '../scope.ts';
import { quantile } from '../traffic-queries.ts';
import { type Column, rowsTable } from '../visuals.ts';

const routesShown = 10;
const requestsColumn: Column = { field: 'Value #requests', title: 'Requests', unit: 'locale', decimals: 0 };
const ratioColumn: Column = { field: 'Value #ratio', title: 'Failed', unit: 'percentunit', decimals: 2 };

export function failingRoutesPanel(service: ServiceDefinition, availability: CountedObjective): PanelModel {
  const perRoute = scopeOf(inSelectedRoutes(availability), ['route'], shownRange);
  const failing = call(
    'topk',
    number(routesShown),
    binary(badEvents(availability, perRoute), '>', number(0)),
  );
  const ofFailing = (expr: Expr): Expr => binary(expr, 'and', failing);
  return {
    slug: 'failing-routes',
    title: `Which ${routesShown} routes fail most?`,
    description:
      'Requests answered with a 5xx in the time range shown, by route, the most first. Click a route for its error logs, its failing traces, or this board for that route alone.',
    unit: 'short',
    noValue: 'no request failed in this time range',
    visual: rowsTable(
      [
        { field: 'route', title: 'Route', links: routeLinks(service, availability) },
        { field: 'Value #errors', title: 'Errors', unit: 'locale', decimals: 0 },
        requestsColumn,
        ratioColumn,
      ],
      { sortBy: 'Errors', joinBy: 'route' },
    ),
    queries: [
      columnQuery('errors', failing),
      columnQuery('requests', ofFailing(totalEvents(availability, perRoute))),
      columnQuery('ratio', ofFailing(badRatio(availability, perRoute))),
    ],
  };
}

/** Rate, errors and duration of every route in one table; without a latency objective, without the durations. */
export function routesPanel(
  service: ServiceDefinition,
  availability: CountedObjective,
  latency: CountedObjective | undefined,
): PanelModel {
  const perRoute = scopeOf(inSelectedRoutes(availability), ['route'], shownRange);
  // A route without requests has no ratio and no percentile: a row of NaN.
  const busy = binary(totalEvents(availability, perRoute), '>', number(0));
  const ofBusy = (expr: Expr): Expr => binary(expr, 'and', busy);
  const percentiles = latency === undefined ? [] : [50, 95, 99];
  return {
    slug: 'routes',
    title: 'How does each route do?',
    description:
      'Requests, the share answered with a 5xx, and the median, 95th and 99th percentile over the time range shown, the busiest first. Click a route for its investigation, error logs or failing traces.',
    unit: 'short',
    noValue: 'no requests in this time range',
    visual: rowsTable(
      [
        { field: 'route', title: 'Route', links: routeLinks(service, availability) },
        requestsColumn,
        ratioColumn,
        ...percentiles.map(
          (percent): Column => ({ field: `Value #p${percent}`, title: `p${percent}`, unit: 's' }),
        ),
      ],
      { sortBy: 'Requests', joinBy: 'route' },
    ),
    queries: [
      columnQuery('requests', busy),
      columnQuery('ratio', ofBusy(badRatio(availability, perRoute))),
      ...percentiles.flatMap((percent) =>
        latency === undefined
          ? []
          : [
              columnQuery(
                `p${percent}`,
                ofBusy(quantile(percent / 100, latency, inSelectedRoutes(latency), ['route'], shownRange)),
              ),
            ],
      ),
    ],
  };
}
