/** Runs our generator and Sloth on the same five hundred objectives, each in a process of its own. */
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { FoundProgram } from '../../../programs/find.ts';
import { renderSlothSpec } from '../peers/sloth.ts';
import { copyWithManyServices } from './catalog-copy.ts';
import { runMeasured, type Usage } from './child-usage.ts';
import { serviceNames, slothObjectives } from './many-services.ts';

export interface MeasuredGenerator {
  /** One for each run; the first writes into an empty folder, the others replace what is there. */
  readonly runs: readonly Usage[];
  readonly files: number;
  readonly megabytes: number;
}

const runCount = 3;

const ownUsage = z.object({ seconds: z.number(), cpuSeconds: z.number(), peakMegabytes: z.number() });

/** `npm run alerts` on a copy of this tree with a hundred services; the process itself says what it took. */
export async function measureOurs(folder: string): Promise<MeasuredGenerator> {
  const main = await copyWithManyServices(folder);
  const preload = join(import.meta.dirname, 'own-usage.ts');
  // What is kept of a copy that goes away is nothing for the user's own cache.
  const env = { TOCSIN_CACHE: join(folder, '.cache') };
  const runs: Usage[] = [];
  for (let run = 0; run < runCount; run++) {
    const { stdout } = await runMeasured(process.execPath, ['--import', preload, main], env);
    runs.push(ownUsage.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')));
  }
  return { runs, ...(await sizeOf(join(folder, 'alerts', 'generated'))) };
}

/** `sloth generate` on a folder of a hundred specifications. */
export async function measureSloth(sloth: FoundProgram, folder: string): Promise<MeasuredGenerator> {
  const [input, output] = [join(folder, 'specs'), join(folder, 'rules')];
  await mkdir(input, { recursive: true });
  await mkdir(output);
  for (const name of serviceNames())
    await writeFile(join(input, `${name}.yml`), renderSlothSpec(slothObjectives(name)));
  const runs: Usage[] = [];
  for (let run = 0; run < runCount; run++)
    runs.push(await runMeasured(sloth.path, ['generate', '--no-log', '-i', input, '-o', output]));
  return { runs, ...(await sizeOf(output)) };
}

async function sizeOf(folder: string): Promise<{ files: number; megabytes: number }> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  let bytes = 0;
  for (const { parentPath, name } of files) bytes += (await stat(join(parentPath, name))).size;
  return { files: files.length, megabytes: bytes / 1e6 };
}
