/**
 * Recorded series as Prometheus' own backfill makes them: level by level, since rules that are filled in together do not see
 * each other's results. https://prometheus.io/docs/prometheus/latest/storage/#backfilling-for-recording-rules
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { requireProgram, runProgram } from '../../../programs/find.ts';
import { readsOf } from '../../plan/samples.ts';
import { dataFolder } from './blocks.ts';
import type { BenchGroup, BenchRule } from './rule-file.ts';
import type { Scratch } from './scratch.ts';

/** Seconds (Unix) between which the rules are evaluated. */
export interface BackfillSpan {
  readonly from: number;
  readonly to: number;
}

/** The records that these are made of, over however many levels, lowest first; they themselves are not among them. */
export function levelsBelow(records: readonly string[], groups: readonly BenchGroup[]): BenchGroup[][] {
  const levels = new Map<string, number>();
  const visit = (record: string, readers: readonly string[]): number => {
    const rules = readers.includes(record) ? [] : rulesOf(groups, record);
    if (rules.length === 0) return -1;
    const below = rules
      .flatMap(({ expr }) => readsOf(expr))
      .map(({ metric }) => visit(metric, [...readers, record]));
    const level = Math.max(-1, ...below) + 1;
    levels.set(record, level);
    return level;
  };
  for (const record of records) visit(record, []);
  for (const record of records) levels.delete(record);
  const depth = Math.max(-1, ...levels.values()) + 1;
  return Array.from({ length: depth }, (_, level) =>
    groups
      .map((group) => ({
        ...group,
        rules: group.rules.filter(({ record }) => record !== undefined && levels.get(record) === level),
      }))
      .filter(({ rules }) => rules.length > 0),
  );
}

/** Fills in one level through a server of its own. Throws an Error with promtool's words when it fails. */
export async function backfill(
  { runDir, serve }: Scratch,
  groups: readonly BenchGroup[],
  { from, to }: BackfillSpan,
): Promise<void> {
  const promtool = await requireProgram('promtool');
  const file = join(runDir, 'backfill.yml');
  await writeFile(file, stringify({ groups: groups.map(asRuleGroup) }));
  const server = await serve();
  const result = await runProgram(
    promtool,
    [
      'tsdb',
      'create-blocks-from',
      'rules',
      // Longer blocks are fewer queries; one over 54 h has 6,480 steps of 30 s, and Prometheus answers 11,000.
      '--max-block-duration=54h',
      `--start=${from}`,
      `--end=${to}`,
      `--url=${server.url}`,
      `--output-dir=${dataFolder(runDir)}`,
      file,
    ],
    { timeoutMs: 600_000 },
  );
  // A server finds new blocks when it starts.
  await server.stop();
  if (result.exitCode !== 0)
    throw new Error(`promtool could not fill in the rules: ${(result.stderr || result.stdout).trim()}`);
}

function asRuleGroup({ name, intervalSeconds, rules }: BenchGroup): object {
  return {
    name,
    interval: `${intervalSeconds}s`,
    rules: rules.map(({ record, expr, labels }) => ({ record, expr, labels })),
  };
}

function rulesOf(groups: readonly BenchGroup[], record: string): BenchRule[] {
  return groups.flatMap(({ rules }) => rules.filter((rule) => rule.record === record));
}
