/** All objectives of the catalog beside each other, from their recorded counts. */
import type { Duration } from '../../alerts/duration.ts';
import { budgetWindow, countMetric, type EventKind } from '../../alerts/event-counts.ts';
import type { Objective } from '../../alerts/objective.ts';
import {
  aggregate,
  binary,
  chain,
  type Expr,
  type LabelCondition,
  matches,
  number,
  selector,
} from '../../alerts/promql.ts';
import type { ServiceDefinition } from '../../alerts/service-definition.ts';
import { budgetRatio } from '../../alerts/significance.ts';
import { selectAlerts } from '../alert-series.ts';
import type { PanelModel } from '../board.ts';
import { fleetLinks } from '../navigation.ts';
import { columnQuery, prometheusQuery } from '../query.ts';
import { lines, rowsTable } from '../visuals.ts';

/** A service whose series know no environment is in all of them. */
const here = matches('$environment|');

/** Objectives that one expression can ask about: of one name, one target and one window. */
interface AlikeObjectives {
  readonly objective: Objective;
  readonly services: readonly string[];
}

export function burningObjectivesPanel(services: readonly ServiceDefinition[]): PanelModel {
  const ofEach = (exprOf: (alike: AlikeObjectives) => Expr): Expr => chainOf(services, exprOf);
  const burnRate = ofEach((alike) => burn(alike, '1h'));
  const left = ofEach((alike) =>
    binary(number(1), '-', binary(burn(alike, budgetWindow(alike.objective)), 'or', burn(alike, '1h'))),
  );
  return {
    slug: 'burning-objectives',
    title: 'Which objectives burn, the fastest first?',
    description:
      'Every objective of the catalog: how many times too fast its budget went in the last hour, what is left of it, and the events of that hour. Over 1 it will not last its window. Click a service for its own boards.',
    unit: 'short',
    noValue: 'no events are recorded in this environment',
    visual: rowsTable(
      [
        { field: 'service', title: 'Service', links: fleetLinks(['overview', 'errors', 'budget']) },
        { field: 'slo', title: 'Objective' },
        { field: 'Value #burn', title: 'Burn rate', unit: 'short', decimals: 2 },
        { field: 'Value #left', title: 'Budget left', unit: 'percentunit', decimals: 1 },
        { field: 'Value #bad', title: 'Missed', unit: 'locale', decimals: 0 },
        { field: 'Value #total', title: 'Events', unit: 'locale', decimals: 0 },
      ],
      { sortBy: 'Burn rate', isMerged: true },
    ),
    queries: [
      columnQuery('burn', burnRate),
      columnQuery('left', left),
      columnQuery(
        'bad',
        ofEach((alike) => counted('bad', alike, '1h')),
      ),
      columnQuery(
        'total',
        ofEach((alike) => counted('total', alike, '1h')),
      ),
    ],
  };
}

export function firingAlertsPanel(): PanelModel {
  const firing = aggregate(
    'count',
    ['service', 'severity'],
    selectAlerts({ environment: here, alertstate: 'firing' }),
  );
  return {
    slug: 'firing-alerts',
    title: 'Who is in trouble now?',
    description:
      'Alerts that fire, by service: critical ones page, warnings are tickets. Several services at once share a cause more often than not: look at what they have in common (a dependency, a host, a change). Click a service.',
    unit: 'short',
    noValue: 'no alert fires in this environment',
    visual: rowsTable(
      [
        { field: 'service', title: 'Service', links: fleetLinks(['overview']) },
        { field: 'severity', title: 'Severity' },
        { field: 'Value', title: 'Alerts', unit: 'short', decimals: 0 },
      ],
      { sortBy: 'Severity', order: 'alphabetical' },
    ),
    queries: [columnQuery('alerts', firing)],
  };
}

export function fleetFailuresPanel(services: readonly ServiceDefinition[]): PanelModel {
  return {
    slug: 'fleet-failures',
    title: 'Which services fail?',
    description:
      'Share of events that missed each objective in the last minute, by service and objective. All of them up at one moment: something that they share, or the way in. One alone: its own boards, and what changed there.',
    unit: 'percentunit',
    noValue: 'no events are recorded in this environment',
    visual: lines(),
    queries: [
      prometheusQuery(
        chainOf(services, (alike) => binary(counted('bad', alike, '1m'), '/', counted('total', alike, '1m'))),
        { legend: '{{service}} {{slo}}' },
      ),
    ],
  };
}

export function fleetTrafficPanel(services: readonly ServiceDefinition[]): PanelModel {
  return {
    slug: 'fleet-traffic',
    title: 'How busy is each of them?',
    description:
      'Events a second that each objective counted in the last minute. One service that falls while its callers go on has lost its traffic on the way; all that fall together point at the way in.',
    unit: 'short',
    noValue: 'no events are recorded in this environment',
    visual: lines(),
    queries: [
      prometheusQuery(
        chainOf(services, (alike) => binary(counted('total', alike, '1m'), '/', number(60))),
        { legend: '{{service}} {{slo}}' },
      ),
    ],
  };
}

function chainOf(services: readonly ServiceDefinition[], exprOf: (alike: AlikeObjectives) => Expr): Expr {
  const [first, ...rest] = alikeObjectives(services);
  if (first === undefined) throw new Error('the catalog has no objectives: there is no fleet to show.');
  return chain('or', exprOf(first), ...rest.map(exprOf));
}

/** How many times too fast the budget went. */
function burn(alike: AlikeObjectives, window: Duration): Expr {
  const ratio = binary(counted('bad', alike, window), '/', counted('total', alike, window));
  return binary(ratio, '/', number(budgetRatio(alike.objective.target)));
}

function counted(what: EventKind, { objective, services }: AlikeObjectives, window: Duration): Expr {
  const conditions: Record<string, LabelCondition> = {
    service: services.length === 1 ? (services[0] ?? '') : matches(services.join('|')),
    slo: objective.name,
    environment: here,
  };
  return aggregate('sum', ['service', 'slo'], selector(countMetric(what, window), conditions));
}

function alikeObjectives(services: readonly ServiceDefinition[]): AlikeObjectives[] {
  const all = services.flatMap(({ name, objectives }) =>
    objectives.map((objective) => ({ name, objective })),
  );
  const alike = Map.groupBy(
    all,
    ({ objective: { name, target, windowDays } }) => `${name} ${target} ${windowDays}`,
  );
  return [...alike.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined
      ? []
      : [{ objective: first.objective, services: group.map(({ name }) => name) }];
  });
}
