/** Fills a Prometheus data folder that no server uses yet. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { requireProgram, runProgram } from '../../../programs/find.ts';
import { makeWorkFolder } from '../../../programs/work-folder.ts';
import { writeOpenMetrics } from './open-metrics.ts';

/** Prometheus keeps `<runDir>/data/prometheus`. */
export function dataFolder(runDir: string): string {
  return join(runDir, 'data', 'prometheus');
}

/**
 * Imports samples as blocks of up to a week; in the usual blocks of two hours promtool would read the whole text once for each.
 * A batch's samples must not go back in time within a series; its text is removed again before the next one.
 */
export async function importSamples(runDir: string, batch: string, lines: Iterable<string>): Promise<void> {
  const promtool = await requireProgram('promtool');
  const path = join(runDir, `${batch}.om`);
  makeWorkFolder(dataFolder(runDir));
  await writeOpenMetrics(path, lines);
  const args = ['create-blocks-from', 'openmetrics', '--max-block-duration=162h', '--quiet'];
  const result = await runProgram(promtool, ['tsdb', ...args, path, dataFolder(runDir)], {
    timeoutMs: 600_000,
  });
  await rm(path, { force: true });
  if (result.exitCode !== 0)
    throw new Error(`promtool could not import ${batch}: ${(result.stderr || result.stdout).trim()}`);
}
