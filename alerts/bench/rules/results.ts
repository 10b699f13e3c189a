/** The tables and goals of `npm run bench:rules`. */
import { slothMeasured } from '../peers/sloth-measured.ts';
import { count, type Goal, renderGoals, renderTable } from '../report.ts';
import { type Measured, type MeasuredRow, windowDaysMeasured } from './measure.ts';
import {
  type RuleCost,
  ruleTimeSeconds,
  samplesPerPass,
  samplesPerRuleTime,
  secondsPerRuleTime,
} from './one-pass.ts';
import {
  foreignTargets,
  hundredSeries,
  knownSlothSamples,
  type RulesRow,
  slowlyScraped,
  thousandSeries,
} from './rows.ts';

/** Longer windows may cost this much more than the shortest before the cost no longer counts as flat. */
const flatFactor = 1.1;

export interface RulesContext {
  readonly prometheus: string;
  /** How Sloth was had, or why not. */
  readonly sloth: string;
  readonly rawDays: string;
}

export function describeRules(measured: Measured, context: RulesContext): string[] {
  const [thousand, hundred] = [rowOf(measured, thousandSeries), rowOf(measured, hundredSeries)];
  return [
    '# Samples that the rules read',
    `One objective (99.9 % of requests without a 5xx), its rules asked one by one at the same instant of ${context.prometheus}; samples are \`totalQueryableSamples\` of the query statistics. ${context.rawDays} Recorded series that rules read are there for their whole windows. "Per ${ruleTimeSeconds} s" weighs every group by its interval: ours run at the scrape interval, every 5 minutes and (the budget) every hour, Sloth's name none and run at the server's evaluation interval, taken to be 30 s (at Prometheus' default of 1 m its figures and the ratios halve). ${context.sloth}`,
    renderTable(
      [
        'series and scrape',
        'Sloth a pass',
        'ours a pass',
        `Sloth per ${ruleTimeSeconds} s`,
        `ours per ${ruleTimeSeconds} s`,
        'ratio',
        'engine s, Sloth',
        'engine s, ours',
      ],
      measured.rows.map(describeRow),
    ),
    `The first row was measured once before, in Prometheus 3.15: Sloth read ${count(knownSlothSamples)} samples then, ${count(slothOf(rowOf(measured, slowlyScraped)))} here.`,
    '## By length of the budget window (ours)',
    renderTable(
      [`samples per ${ruleTimeSeconds} s`, ...windowDaysMeasured.map((days) => `${days} d`)],
      [hundred, thousand].map(({ row, ours }) => [
        describeSize(row),
        ...windowDaysMeasured.map((days) => count(samplesPerRuleTime(ours[days]))),
      ]),
    ),
    '## Rule by rule, at 1,000 series',
    renderTable(
      ['rule', 'interval s', 'samples'],
      [
        ...(thousand.sloth ?? []).map((cost) => ruleRow('Sloth', cost)),
        ...thousand.ours[30].map((cost) => ruleRow('ours', cost)),
      ],
    ),
    '## Goals',
    renderGoals(goalsOf(measured)),
  ];
}

function goalsOf(measured: Measured): Goal[] {
  const [thousand, hundred] = [rowOf(measured, thousandSeries), rowOf(measured, hundredSeries)];
  const cost = (row: MeasuredRow, days: 7 | 30 | 90 = 30): number => samplesPerRuleTime(row.ours[days]);
  const ratio = slothOf(thousand) / cost(thousand);
  const growth = cost(thousand) / cost(hundred);
  const stretch = cost(thousand, 90) / cost(thousand, 7);
  const foreign = samplesPerRuleTime(measured.besideForeignTargets);
  return [
    {
      what: 'at least 500 times fewer samples than Sloth per 30 s of rule time, at 1,000 series and a 30 s scrape',
      isMet: ratio >= 500,
      measured: `${ratio.toFixed(0)} times fewer`,
    },
    {
      what: 'at most linear in series',
      isMet: growth <= 10,
      measured: `10 times the series cost ${growth.toFixed(1)} times the samples`,
    },
    {
      what: `flat in the window's length (90 d at most ${flatFactor} times 7 d, at 1,000 series)`,
      isMet: stretch <= flatFactor,
      measured: `${stretch.toFixed(2)} times`,
    },
    {
      what: `nothing read for ${count(foreignTargets)} targets of other services (at most 1 % more)`,
      isMet: foreign <= cost(thousand) * 1.01,
      measured: `${count(foreign)} samples instead of ${count(cost(thousand))}`,
    },
  ];
}

function describeRow(measured: MeasuredRow): string[] {
  const { row, sloth, ours } = measured;
  const peer = slothOf(measured);
  const own = samplesPerRuleTime(ours[30]);
  return [
    describeSize(row),
    `${count(sloth === undefined ? peer : samplesPerPass(sloth))}${sloth === undefined ? ' (committed)' : ''}`,
    count(samplesPerPass(ours[30])),
    count(peer),
    count(own),
    `${(peer / own).toFixed(0)} x`,
    sloth === undefined ? 'not measured' : secondsPerRuleTime(sloth).toFixed(3),
    secondsPerRuleTime(ours[30]).toFixed(3),
  ];
}

/** Samples of Sloth's rules in 30 s: of this run, or the committed figure of that row. */
function slothOf({ row, sloth }: MeasuredRow): number {
  return sloth === undefined ? slothMeasured.samplesPerPass[row.service] : samplesPerRuleTime(sloth);
}

function ruleRow(maker: string, { rule, intervalSeconds, samples }: RuleCost): string[] {
  return [`${maker}: ${rule}`, String(intervalSeconds), count(samples)];
}

function describeSize({ totalSeries, errorSeries, scrapeSeconds }: RulesRow): string {
  return `${count(totalSeries)} series, ${errorSeries} of them errors, every ${scrapeSeconds} s`;
}

function rowOf({ rows }: Measured, wanted: RulesRow): MeasuredRow {
  const found = rows.find(({ row }) => row.service === wanted.service);
  if (found === undefined) throw new Error(`the row "${wanted.service}" was not measured`);
  return found;
}
