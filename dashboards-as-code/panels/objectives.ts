/** Is the service inside its objectives, and how long will that last? One set of panels an objective. */
import { burnRateTiers, burnRateWindows } from '../../alerts/burn-rate.ts';
import { type Duration, durationSeconds } from '../../alerts/duration.ts';
import { objectivePanelSlug } from '../../alerts/links.ts';
import { badRatio } from '../../alerts/objective-queries.ts';
import { binary, type Expr, number, sumOverTime } from '../../alerts/promql.ts';
import { alertName, recordedCount } from '../../alerts/rules.ts';
import type { Objective, ServiceDefinition } from '../../alerts/service-definition.ts';
import type { PanelModel } from '../board.ts';
import { colorNeutrally } from '../colors.ts';
import { panelLink } from '../navigation.ts';
import { prometheusQuery } from '../query.ts';
import { inEnvironment, scopeOf } from '../scope.ts';
import { badRatioThresholds, budgetLeftThresholds, burnRateThresholds } from '../thresholds.ts';
import { bigNumber, linesWithThresholds } from '../visuals.ts';

const pagingTiers = burnRateTiers.filter((tier) => tier.severity === 'critical');

/** The panel that an alert about this objective opens: what its rule compares, with the rule's thresholds. */
export function objectivePanel(service: ServiceDefinition, objective: Objective): PanelModel {
  const alert = alertName(objective);
  return {
    slug: objectivePanelSlug(objective.name),
    title: `Is ${objective.name} bad enough to page?`,
    description: `Share of events in $environment that missed "${objective.description}" (target ${objective.target}), now and over the windows that ${alert} compares. A page fires while both windows of a tier are over its red line (${pagingTiers.map((tier) => `${tier.shortWindow} and ${tier.longWindow} over ${tier.factor} times the budget`).join('; ')}). Over a line: walk the runbook, npm run runbook -- ${alert} --environment $environment, then read on below.`,
    unit: 'percentunit',
    noValue: 'no events: no traffic, or the service is not scraped',
    thresholds: badRatioThresholds(objective),
    visual: colorNeutrally(linesWithThresholds(badRatioThresholds(objective)), [
      'now',
      ...burnRateWindows(pagingTiers),
    ]),
    queries: [
      prometheusQuery(badRatio(objective, scopeOf(inEnvironment)), { legend: 'now' }),
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
    thresholds: burnRateThresholds(),
    links: [panelLink(service, 'errors', objectivePanelSlug(objective.name), 'Investigate')],
    visual: colorNeutrally(
      linesWithThresholds(burnRateThresholds()),
      burnRateTiers.map(({ longWindow }) => longWindow),
    ),
    queries: [first, ...others],
  };
}

/** Counted from the shortest recorded window, so that 30 days cost two series of one point a minute. */
export function budgetLeftPanel(service: ServiceDefinition, objective: Objective): PanelModel {
  const [step] = burnRateWindows(burnRateTiers).sort((a, b) => durationSeconds(a) - durationSeconds(b));
  if (step === undefined) throw new Error('burnRateTiers is empty: an error budget has no recorded counts.');
  const days = `${objective.windowDays}d`;
  const count = (what: 'bad' | 'total'): Expr =>
    sumOverTime(recordedCount(what, service, objective, step, inEnvironment), days, step);
  const spent = binary(binary(count('bad'), '/', count('total')), '/', budgetRatio(objective));
  return {
    slug: `budget-left-${objective.name}`,
    title: `Budget left: ${objective.name}?`,
    description: `Share of the error budget of the last ${objective.windowDays} days that is unspent, weighted by requests; with less history, of the time there is. At 0 the objective is missed: stop risky deployments until it recovers.`,
    unit: 'percentunit',
    noValue: 'no events recorded yet',
    thresholds: budgetLeftThresholds,
    visual: bigNumber().decimals(1),
    queries: [prometheusQuery(binary(number(1), '-', spent), { isInstant: true, legend: 'budget left' })],
  };
}

function recordedRatio(service: ServiceDefinition, objective: Objective, window: Duration): Expr {
  const count = (what: 'bad' | 'total'): Expr =>
    recordedCount(what, service, objective, window, inEnvironment);
  return binary(count('bad'), '/', count('total'));
}

function recordedBurnRate(service: ServiceDefinition, objective: Objective, window: Duration): Expr {
  return binary(recordedRatio(service, objective, window), '/', budgetRatio(objective));
}

/** The share of events that may be bad. Rounded: 1 - 0.999 is not 0.001 in floating point. */
function budgetRatio(objective: Objective): Expr {
  return number(Number((1 - objective.target).toPrecision(12)));
}
