/** Is the service inside its objectives, and how long will that last? One set of panels an objective. */
import { burnRateTiers, burnRateWindows, thresholdFactor } from '../../alerts/burn-rate.ts';
import type { Duration } from '../../alerts/duration.ts';
import { budgetCount, budgetWindow, type EventKind, shownCount } from '../../alerts/event-counts.ts';
import { objectivePanelSlug } from '../../alerts/links.ts';
import type { Objective } from '../../alerts/objective.ts';
import { alertName } from '../../alerts/objective.ts';
import { badRatio } from '../../alerts/objective-queries.ts';
import { binary, call, type Expr, number } from '../../alerts/promql.ts';
import type { ServiceDefinition } from '../../alerts/service-definition.ts';
import { budgetRatio } from '../../alerts/significance.ts';
import type { PanelModel } from '../board.ts';
import { colorNeutrally } from '../colors.ts';
import { panelLink } from '../navigation.ts';
import { prometheusQuery } from '../query.ts';
import { inEnvironment, recordedIn, scopeOf, tells } from '../scope.ts';
import { badRatioThresholds, budgetLeftThresholds, burnRateThresholds } from '../thresholds.ts';
import { bigNumber, lines, linesWithThresholds } from '../visuals.ts';

const pagingTiers = burnRateTiers.filter((tier) => tier.severity === 'critical');

/** The panel that an alert about this objective opens: what its rule compares, with the rule's thresholds. */
export function objectivePanel(service: ServiceDefinition, objective: Objective): PanelModel {
  const alert = alertName(objective);
  const here = tells(objective, 'environment') ? ' in $environment' : '';
  return {
    slug: objectivePanelSlug(objective.name),
    title: `Is ${objective.name} bad enough to page?`,
    description: `Share of events${here} that missed "${objective.description}" (target ${objective.target}), now and over the windows that ${alert} compares. A page fires while both windows of a tier are over its red line (${pagingTiers.map((tier) => `${tier.shortWindow} and ${tier.longWindow} over ${thresholdFactor(objective.target, tier)} times the budget`).join('; ')}). Over a line: walk the runbook, npm run runbook -- ${alert}${here === '' ? '' : ' --environment $environment'}, then read on below.`,
    unit: 'percentunit',
    noValue: 'no events: no traffic, or the service is not scraped',
    thresholds: badRatioThresholds(objective),
    visual: colorNeutrally(linesWithThresholds(badRatioThresholds(objective)), [
      'now',
      ...burnRateWindows(pagingTiers),
    ]),
    queries: [
      prometheusQuery(badRatio(objective, scopeOf(inEnvironment(objective))), { legend: 'now' }),
      ...burnRateWindows(pagingTiers).map((window) =>
        prometheusQuery(recordedRatio(service, objective, window), { legend: window }),
      ),
    ],
  };
}

export function burnRatePanel(service: ServiceDefinition, objective: Objective): PanelModel {
  const [first, ...others] = burnRateTiers.map(({ longWindow }) =>
    prometheusQuery(recordedBurnRate(service, objective, longWindow), { legend: longWindow }),
  );
  if (first === undefined) throw new Error('burnRateTiers is empty: there is no burn rate to draw.');
  return {
    slug: `burn-rate-${objective.name}`,
    title: `How fast does the ${objective.name} budget burn?`,
    description: `1 uses the budget of ${objective.windowDays} days in exactly ${objective.windowDays} days; each dashed line is an alert's factor. A short window over a line is an incident now, only a long one a slow leak. Click a line to see it beside what fails.`,
    unit: 'short',
    noValue: 'no events recorded yet',
    thresholds: burnRateThresholds(objective),
    links: [panelLink(service, 'errors', objectivePanelSlug(objective.name), 'Investigate')],
    visual: colorNeutrally(
      linesWithThresholds(burnRateThresholds(objective)),
      burnRateTiers.map(({ longWindow }) => longWindow),
    ),
    queries: [first, ...others],
  };
}

export function budgetLeftPanel(service: ServiceDefinition, objective: Objective): PanelModel {
  return {
    slug: `budget-left-${objective.name}`,
    title: `Budget left: ${objective.name}?`,
    description: `Share of the error budget of the last ${objective.windowDays} days that is unspent, weighted by requests; with less history, of the time there is. At 0 the objective is missed: stop risky deployments until it recovers.`,
    unit: 'percentunit',
    noValue: 'no events recorded yet',
    thresholds: budgetLeftThresholds,
    visual: bigNumber().decimals(1),
    queries: [
      prometheusQuery(binary(number(1), '-', budgetSpent(service, objective)), {
        isInstant: true,
        legend: 'budget left',
      }),
    ],
  };
}

/** How long the budget lasts if it goes on as in the last hour. */
export function exhaustionPanel(service: ServiceDefinition, objective: Objective): PanelModel {
  const { name, windowDays } = objective;
  const left = binary(number(1), '-', budgetSpent(service, objective));
  const days = binary(binary(left, '*', number(windowDays)), '/', recordedBurnRate(service, objective, '1h'));
  return {
    slug: `exhaustion-${name}`,
    title: `How many days does ${name} last?`,
    description: `Days until nothing is left of the budget, if everything goes on as in the last hour. ${windowDays} is the whole window: at this pace it lasts. Fewer are too few, and 0 means that it is used up.`,
    unit: 'short',
    noValue: 'no events recorded yet',
    visual: bigNumber().decimals(1),
    queries: [
      prometheusQuery(call('clamp', days, number(0), number(windowDays)), {
        isInstant: true,
        legend: 'days',
      }),
    ],
  };
}

export function budgetSpentPanel(service: ServiceDefinition, objective: Objective): PanelModel {
  const spent = (window: Duration): Expr =>
    binary(
      binary(
        shownCount('bad', service, objective, window, recordedIn(objective)),
        '/',
        shownCount('total', service, objective, budgetWindow(objective), recordedIn(objective)),
      ),
      '/',
      number(budgetRatio(objective.target)),
    );
  return {
    slug: `budget-spent-${objective.name}`,
    title: `When was the ${objective.name} budget spent?`,
    description: `Share of the whole budget of ${objective.windowDays} days that the last hour and the last day used. A step is one incident, with its price; a slope that never ends is a leak that no page tells of.`,
    unit: 'percentunit',
    noValue: 'no events recorded yet',
    visual: colorNeutrally(lines(), ['1h', '1d']),
    queries: [prometheusQuery(spent('1h'), { legend: '1h' }), prometheusQuery(spent('1d'), { legend: '1d' })],
  };
}

function budgetSpent(service: ServiceDefinition, objective: Objective): Expr {
  const count = (what: EventKind): Expr => budgetCount(what, service, objective, recordedIn(objective));
  return binary(binary(count('bad'), '/', count('total')), '/', number(budgetRatio(objective.target)));
}

function recordedRatio(service: ServiceDefinition, objective: Objective, window: Duration): Expr {
  const count = (what: EventKind): Expr =>
    shownCount(what, service, objective, window, recordedIn(objective));
  return binary(count('bad'), '/', count('total'));
}

function recordedBurnRate(service: ServiceDefinition, objective: Objective, window: Duration): Expr {
  return binary(recordedRatio(service, objective, window), '/', number(budgetRatio(objective.target)));
}
