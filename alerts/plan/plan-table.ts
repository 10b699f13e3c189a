/** A service's plan as plain text: an aligned table an objective and one of symptoms, and below them what the figures mean. */
import { absenceAlertName } from '../absence-alert.ts';
import { minimumBadEvents } from '../burn-rate.ts';
import { longStep } from '../event-counts.ts';
import { alertName } from '../objective.ts';
import { failuresPerClient } from '../significance.ts';
import { scrapeSecondsOf } from './clock.ts';
import { isChecked } from './event-traffic.ts';
import { ruleTimeSeconds } from './samples.ts';
import {
  type ObjectivePlan,
  type PlanSetting,
  plannedBadRatios,
  type SecondsToTell,
  type ServicePlan,
  type SymptomPlan,
  type TierPlan,
} from './service-plan.ts';
import { aMonth, figuresOf, figureText, grouped, percent, spokenSeconds } from './wording.ts';

/** The tables of all services, then the legend once. */
export function renderPlans(plans: readonly ServicePlan[], setting: PlanSetting): string {
  return [...plans.map(renderPlan), legend(setting)].join('\n\n');
}

function renderPlan(plan: ServicePlan): string {
  const { service, requestsPerHour, objectives, symptoms } = plan;
  const source =
    service.expectedTraffic === undefined
      ? `assumed; declare expectedTraffic in alerts/catalog/${service.name}.ts`
      : 'declared';
  return [
    `${service.name} (tier ${service.tier}, ${service.owner}): ${grouped(requestsPerHour)} requests an hour, ${source}; scraped every ${scrapeSecondsOf(service)} s`,
    ...objectives.map(renderObjective),
    ...(symptoms.length === 0 ? [] : [renderSymptoms(symptoms)]),
    `all rules of ${service.name}: ${grouped(Math.round(plan.samples))} samples in ${ruleTimeSeconds} s; ${grouped(plan.samplesInOnePass)} when each is evaluated once`,
  ].join('\n\n');
}

function renderObjective(plan: ObjectivePlan): string {
  const { objective, budget, tiers, absence, samples } = plan;
  const events = isChecked(objective) ? 'checks' : 'requests';
  return [
    `${objective.name}: ${objective.description}, ${percent(objective.target)} over ${objective.windowDays} days`,
    `  budget: ${grouped(budget.outageMinutes)} minutes in which all fail, or ${grouped(budget.events)} ${events}`,
    '',
    ...alignedRows(3, [[alertName(objective), ...tierColumns], ...tiers.map(tierRow), firstRow(tiers)]),
    '',
    `  ${absenceAlertName} (${absence.rule.labels.severity}) tells ${absence.told.join(', ')} ${spokenSeconds(absence.secondsToTell)} after the last count; all rules of the objective read ${grouped(Math.round(samples))} samples`,
  ].join('\n');
}

const tierColumns = [
  'severity',
  'tells',
  ...plannedBadRatios.map((ratio) => `at ${percent(ratio)}`),
  'budget used',
  'false a month',
  'samples',
];

function tierRow(plan: TierPlan): string[] {
  return [
    `  ${plan.tier.name}`,
    plan.tier.severity,
    plan.told.join(', '),
    ...plan.secondsToTell.map(spokenOrNever),
    percent(Number(plan.budgetUsed.toPrecision(3))),
    aMonth(plan.falseAlertsAMonth),
    grouped(Math.round(plan.samples)),
  ];
}

/** What somebody who waits for the first message sees. */
function firstRow(tiers: readonly TierPlan[]): string[] {
  return ['first message', '', '', ...firstToTell(tiers).map(spokenOrNever)];
}

/** The soonest of all tiers, in the order of `plannedBadRatios`. */
export function firstToTell(tiers: readonly Pick<TierPlan, 'secondsToTell'>[]): SecondsToTell[] {
  return plannedBadRatios.map((_, index) => {
    const seconds = tiers.map(({ secondsToTell }) => secondsToTell[index]);
    const known = seconds.filter((value) => typeof value === 'number');
    return known.length === 0 ? 'never' : Math.min(...known);
  });
}

function spokenOrNever(seconds: SecondsToTell): string {
  return seconds === 'never' ? seconds : spokenSeconds(seconds);
}

function renderSymptoms(symptoms: readonly SymptomPlan[]): string {
  const columns = ['alert', 'part', 'severity', 'tells', 'threshold', 'held for', 'soonest', 'samples'];
  return [
    'symptoms: what may be the reason, or will hit customers soon',
    ...alignedRows(6, [columns, ...symptoms.map(symptomRow)]),
  ].join('\n');
}

function symptomRow({ symptom, rule, told, secondsToTell, samples }: SymptomPlan): string[] {
  return [
    symptom.alert,
    symptom.signal.component ?? '-',
    symptom.severity,
    told.join(', '),
    levelText(symptom),
    rule.for,
    spokenSeconds(secondsToTell),
    grouped(Math.round(samples)),
  ];
}

/** The threshold and the window it is measured over; a state has none. */
function levelText({ level }: SymptomPlan['symptom']): string {
  const figures = figuresOf(level);
  const threshold = Object.entries(figures).find(([name]) => name.startsWith('threshold'));
  const text = threshold === undefined ? '-' : figureText(...threshold);
  return figures.window === undefined ? text : `${text} in ${figures.window}`;
}

/** Words to the left, figures to the right; two spaces in front. */
function alignedRows(wordColumns: number, rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column < wordColumns ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd()
      .replace(/^/, '  '),
  );
}

function legend({ series, targets }: PlanSetting): string {
  const lines = [
    [
      'at 100, 10, 2 %',
      'from the first failure after a long clean time to the first message to a person: scrape, evaluation,',
      `guard against chance, ${minimumBadEvents} bad events at least, hold, Alertmanager's wait. Give or take a scrape; windows over 1h`,
      `are looked at every ${longStep}, so theirs comes up to ${longStep} sooner`,
    ],
    [
      'budget used',
      "of the whole budget, when a failure just over the tier's threshold fires, hold included",
    ],
    [
      'false a month',
      'at most, in 30 days with half the budget in errors, where each client that fails tries',
      `${failuresPerClient} times; hold and inhibition make it fewer`,
    ],
    [
      'soonest',
      'from the first scrape that shows it; over a window it takes until the window is over the threshold',
    ],
    [
      'samples',
      `read in ${ruleTimeSeconds} s of rule time with the counts that an alert needs, where a selector finds ${grouped(series)} series`,
      `on ${grouped(targets)} targets (--series, --targets)`,
    ],
  ];
  const width = Math.max(...lines.map(([word = '']) => word.length)) + 2;
  return lines
    .map(([word = '', ...text]) =>
      text.map((line, index) => `${(index === 0 ? word : '').padEnd(width)}${line}`),
    )
    .map((block) => block.join('\n'))
    .join('\n');
}
