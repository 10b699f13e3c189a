/** What is left of the budget after 30 days: what happened, what our counts say and what Sloth's average says. */
import type { FoundProgram } from '../../../programs/find.ts';
import { countMetric } from '../../event-counts.ts';
import { backfill, levelsBelow } from '../engine/backfill.ts';
import { importSamples } from '../engine/blocks.ts';
import { askAt } from '../engine/instant-query.ts';
import { ourRuleSet, type RuleSet, slothRuleSet, target } from '../engine/rule-sets.ts';
import type { Scratch } from '../engine/scratch.ts';
import { type Events, rawCounters, runUpSeconds, scrapeSeconds } from './raw-counters.ts';
import { type Scenario, scenarios, windowDays } from './scenarios.ts';

/** The end of the 30 days (Unix seconds). */
const end = Date.UTC(2026, 0, 1) / 1000;

export interface MeasuredScenario {
  readonly scenario: Scenario;
  /** Shares of the budget, 1 when none is used, negative when overspent. */
  readonly truth: number;
  readonly ours: number;
  /** None where Sloth is not to be had. */
  readonly sloth?: number;
}

const budgetRecords = [countMetric('total', `${windowDays}d`), countMetric('bad', `${windowDays}d`)] as const;
const slothRecord = `slo:sli_error:ratio_rate${windowDays}d`;

export async function measureAccuracy(
  scratch: Scratch,
  sloth: FoundProgram | undefined,
  onProgress: (line: string) => void,
): Promise<MeasuredScenario[]> {
  const truths: number[] = [];
  const [ours, peers]: [RuleSet[], RuleSet[]] = [[], []];
  for (const scenario of scenarios) {
    const service = { service: scenario.service, scrapeSeconds };
    const scrapes = withResult(rawCounters(scenario, end));
    onProgress(`importing 30 days: ${scenario.what}`);
    await importSamples(scratch.runDir, scenario.service, scrapes.lines);
    truths.push(budgetLeft(scrapes.result().bad / scrapes.result().total));
    ours.push(ourRuleSet(service, windowDays));
    if (sloth !== undefined) peers.push(await slothRuleSet(sloth, service, scratch.runDir));
  }
  const span = { from: end - windowDays * 86_400 - runUpSeconds / 2, to: end };
  const levels = [
    ...levelsBelow(
      budgetRecords,
      ours.flatMap(({ groups }) => groups),
    ),
    ...levelsBelow(
      [slothRecord],
      peers.flatMap(({ groups }) => groups),
    ),
  ];
  for (const [index, level] of levels.entries()) {
    onProgress(`filling in recorded series, level ${index + 1} of ${levels.length}`);
    await backfill(scratch, level, span);
  }
  const { url } = await scratch.serve();
  const measured: MeasuredScenario[] = [];
  for (const [index, scenario] of scenarios.entries()) {
    const [own, peer] = [ours[index], peers[index]];
    const [total, bad] = [
      await recordAt(url, own, budgetRecords[0]),
      await recordAt(url, own, budgetRecords[1]),
    ];
    measured.push({
      scenario,
      truth: truths[index] ?? Number.NaN,
      ours: budgetLeft(bad / total),
      ...(peer === undefined ? {} : { sloth: budgetLeft(await recordAt(url, peer, slothRecord)) }),
    });
  }
  return measured;
}

function budgetLeft(badRatio: number): number {
  return 1 - badRatio / (1 - target);
}

/** What the rule of this record gives at the end of the 30 days. Throws an Error when that is not one value. */
async function recordAt(url: string, set: RuleSet | undefined, record: string): Promise<number> {
  const rule = set?.groups.flatMap(({ rules }) => rules).find((candidate) => candidate.record === record);
  if (rule === undefined) throw new Error(`there is no rule that records ${record}`);
  const { series } = await askAt(url, rule.expr, end);
  const [only] = series;
  if (only === undefined || series.length > 1)
    throw new Error(`${record} should be one value and is ${series.length}: ${rule.expr}`);
  return only.value;
}

/** A generator's lines, and what it gives back once they are all read. */
function withResult(lines: Generator<string, Events>): { lines: Iterable<string>; result: () => Events } {
  let result: Events | undefined;
  return {
    lines: (function* () {
      result = yield* lines;
    })(),
    result: () => {
      if (result === undefined) throw new Error('the samples were not read to their end');
      return result;
    },
  };
}
