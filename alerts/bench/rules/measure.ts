/** Makes the data, starts Prometheus on it and measures every row. */
import type { FoundProgram } from '../../../programs/find.ts';
import type { Objective } from '../../objective.ts';
import { importSamples } from '../engine/blocks.ts';
import { ourRuleSet, type RuleSet, slothRuleSet } from '../engine/rule-sets.ts';
import type { Scratch } from '../engine/scratch.ts';
import { measurePass, type RuleCost } from './one-pass.ts';
import { askedAgainBeforeSeconds, foreignUps, type RawSpan, rawBatches } from './raw-series.ts';
import { recordedHistory } from './recorded-history.ts';
import { type RulesRow, rows, thousandSeries } from './rows.ts';

/** Every row is asked at this instant (Unix seconds); a whole hour, so that evaluations of every interval meet in it. */
const end = Date.UTC(2026, 0, 1) / 1000;

export const windowDaysMeasured = [7, 30, 90] as const satisfies readonly Objective['windowDays'][];
export type WindowDays = (typeof windowDaysMeasured)[number];

export interface MeasuredRow {
  readonly row: RulesRow;
  /** None where Sloth is not to be had. */
  readonly sloth?: readonly RuleCost[];
  readonly ours: Readonly<Record<WindowDays, readonly RuleCost[]>>;
}

export interface Measured {
  readonly rows: readonly MeasuredRow[];
  /** Ours at a thousand series, with as many targets of other services in the same Prometheus. */
  readonly besideForeignTargets: readonly RuleCost[];
}

interface PlannedRow {
  readonly row: RulesRow;
  readonly sloth?: RuleSet;
  readonly ours: Readonly<Record<WindowDays, RuleSet>>;
}

export async function measureRules(
  { runDir, serve }: Scratch,
  sloth: FoundProgram | undefined,
  span: RawSpan,
  onProgress: (line: string) => void,
): Promise<Measured> {
  const planned: PlannedRow[] = [];
  for (const row of rows)
    planned.push({
      row,
      ...(sloth === undefined ? {} : { sloth: await slothRuleSet(sloth, row, runDir) }),
      ours: { 7: ourRuleSet(row, 7), 30: ourRuleSet(row, 30), 90: ourRuleSet(row, 90) },
    });
  for (const plan of planned) {
    onProgress(`importing ${plan.row.totalSeries} series scraped every ${plan.row.scrapeSeconds} s`);
    for (const { name, lines } of rawBatches(plan.row, end, span)) await importSamples(runDir, name, lines);
    await importSamples(runDir, `${plan.row.service}-recorded`, historyOf(plan));
  }
  const before = end - askedAgainBeforeSeconds;
  await importSamples(runDir, 'foreign', foreignUps(before, thousandSeries.scrapeSeconds));

  const { url } = await serve();
  const measured: MeasuredRow[] = [];
  for (const { row, sloth: peer, ours } of planned) {
    onProgress(`asking the rules of ${row.totalSeries} series`);
    measured.push({
      row,
      ...(peer === undefined ? {} : { sloth: await measurePass(url, peer, end) }),
      ours: {
        7: await measurePass(url, ours[7], end),
        30: await measurePass(url, ours[30], end),
        90: await measurePass(url, ours[90], end),
      },
    });
  }
  return {
    rows: measured,
    besideForeignTargets: await measurePass(url, ourRuleSet(thousandSeries), before),
  };
}

function* historyOf({ sloth, ours }: PlannedRow): Generator<string> {
  const sets = [...(sloth === undefined ? [] : [sloth]), ...Object.values(ours)];
  for (const set of sets) yield* recordedHistory(set, end);
}
