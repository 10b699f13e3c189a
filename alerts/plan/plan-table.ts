/** A service's plan as plain text: one aligned table an objective, and below them what the figures mean. */
import { minimumBadEvents } from '../burn-rate.ts';
import {
  assumedRequestsPerHour,
  type ObjectivePlan,
  type PlanSetting,
  plannedBadRatios,
  type ServicePlan,
  type TierPlan,
} from './service-plan.ts';

/** The tables of all services, then the legend once. */
export function renderPlans(plans: readonly ServicePlan[], setting: PlanSetting): string {
  return [...plans.map(renderPlan), legend(setting)].join('\n\n');
}

function renderPlan({ service, requestsPerHour, objectives }: ServicePlan): string {
  const source =
    service.expectedTraffic === undefined
      ? `assumed; declare expectedTraffic in alerts/catalog/${service.name}.ts`
      : 'declared';
  const head = `${service.name} (tier ${service.tier}, ${service.owner}): ${grouped(requestsPerHour)} requests an hour, ${source}`;
  return [head, ...objectives.map(renderObjective)].join('\n\n');
}

function renderObjective({ objective, alert, budget, tiers, samples }: ObjectivePlan): string {
  return [
    `${objective.name}: ${objective.description}, ${percent(objective.target)} over ${objective.windowDays} days (${alert})`,
    `budget: ${figure(budget.outageMinutes)} minutes of full outage, ${figure(budget.requests)} requests`,
    ...alignedRows([columns, ...tiers.map(tierRow)]),
    `all rules of this objective: ${grouped(samples)} samples`,
  ].join('\n  ');
}

const columns = [
  'tier',
  'severity',
  'budget used',
  ...plannedBadRatios.map((ratio) => `told at ${percent(ratio)}`),
  'false a month',
  'samples',
];
/** Words to the left, figures to the right. */
const wordColumns = 2;

function tierRow({ tier, budgetUsed, secondsToTell, falseAlertsAMonth, samples }: TierPlan): string[] {
  return [
    tier.name,
    tier.severity,
    percent(budgetUsed),
    ...secondsToTell.map((seconds) => (seconds === 'never' ? seconds : `${grouped(seconds)} s`)),
    falseAlertsAMonth < 0.001 ? '<0.001' : falseAlertsAMonth.toFixed(3),
    grouped(samples),
  ];
}

function alignedRows(rows: readonly string[][]): string[] {
  const widths = columns.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column < wordColumns ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  '),
  );
}

function legend({ clock, series }: PlanSetting): string {
  return [
    "budget used    of the whole window when a failure just over the tier's factor fires, hold included",
    `told at        from the first failure after a long clean time to Alertmanager's first message: scrape ${clock.scrapeSeconds} s, evaluation ${clock.evaluationSeconds} s (that much sooner or later), floor ${minimumBadEvents} bad events, group_wait ${clock.groupWaitSeconds} s`,
    'false a month  at most, in 30 days with half the budget in errors; without the hold, which makes it fewer',
    `samples        read in one evaluation, the counts that an alert needs included, when a selector finds ${grouped(series)} series`,
    `traffic        ${assumedRequestsPerHour} requests an hour where a service declares none; it moves the floor, the false alerts and the requests`,
  ].join('\n');
}

function percent(ratio: number): string {
  return `${Number((ratio * 100).toPrecision(4))} %`;
}

/** Two decimals where they say something. */
function figure(value: number): string {
  return grouped(Number(value.toFixed(2)));
}

function grouped(value: number): string {
  return value.toLocaleString('en-US');
}
