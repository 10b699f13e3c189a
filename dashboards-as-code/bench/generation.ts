/** What it takes to make the boards of a hundred services, each run in a process of its own. */
import { join } from 'node:path';
import { z } from 'zod';
import { runMeasured, type Usage } from '../../alerts/bench/generation/child-usage.ts';

export interface MeasuredGeneration {
  /** What was made, in the program's own words. */
  readonly what: string;
  /** The median run, by time on the clock. */
  readonly usage: Required<Usage>;
}

const runCount = 3;
const preload = join(import.meta.dirname, '..', '..', 'alerts', 'bench', 'generation', 'own-usage.ts');
const usageSchema = z.object({ seconds: z.number(), cpuSeconds: z.number(), peakMegabytes: z.number() });

export async function measureGeneration(): Promise<MeasuredGeneration> {
  const runs: MeasuredGeneration[] = [];
  for (let run = 0; run < runCount; run += 1) {
    const program = join(import.meta.dirname, 'many-boards.ts');
    const { stdout } = await runMeasured(process.execPath, ['--import', preload, program]);
    const [what = '', usage = ''] = stdout.trim().split('\n');
    runs.push({ what, usage: usageSchema.parse(JSON.parse(usage)) });
  }
  const [median] = runs.toSorted((a, b) => a.usage.seconds - b.usage.seconds).slice(runCount / 2);
  if (median === undefined) throw new Error('nothing was measured');
  return median;
}
