/** Puts a mutant among the rules it belongs to, and asks the shipped promtool tests whether they notice. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from '../../programs/find.ts';
import type { FoundProgram } from '../../programs/found-program.ts';
import type { TellingPart } from './telling-part.ts';

/** `stillborn`: no PromQL engine takes it, so nobody could ship it. */
export type Fate = 'killed' | 'survived' | 'stillborn';

/** In the order in which they are tried: the first that fails ends the trial. */
export async function tryRules(promtool: FoundProgram, parts: readonly TellingPart[]): Promise<Fate> {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-mutant-'));
  try {
    await mkdir(join(folder, 'rules'));
    const testFile = join(folder, 'mutant.test.yml');
    for (const { groups, document } of parts) {
      // JSON is YAML.
      await writeFile(join(folder, ruleFile), JSON.stringify({ groups }));
      await writeFile(testFile, JSON.stringify(document));
      const { exitCode, stdout, stderr } = await runProgram(promtool, ['test', 'rules', testFile], {
        timeoutMs: 300_000,
      });
      if (exitCode !== 0)
        return /could not parse expression|parse error/.test(`${stdout}${stderr}`) ? 'stillborn' : 'killed';
    }
    return 'survived';
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Where the rules lie, as the test documents name it. */
export const ruleFile = 'rules/mutant.yml';
