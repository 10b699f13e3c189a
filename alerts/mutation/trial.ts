/** Puts a mutant among the rules it belongs to, and asks the shipped promtool tests whether they notice. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { runProgram } from '../../programs/find.ts';
import type { FoundProgram } from '../../programs/found-program.ts';
import type { RuleGroup } from '../rule.ts';

/** `stillborn`: no PromQL engine takes it, so nobody could ship it. */
export type Fate = 'killed' | 'survived' | 'stillborn';

/** Test documents by name, in the order in which they are tried: the first that fails ends the trial. */
export async function tryRules(
  promtool: FoundProgram,
  groups: readonly RuleGroup[],
  tests: ReadonlyMap<string, object>,
): Promise<Fate> {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-mutant-'));
  try {
    await mkdir(join(folder, 'rules'));
    await writeFile(
      join(folder, ruleFile),
      stringify({ groups }, { lineWidth: 0, aliasDuplicateObjects: false }),
    );
    for (const [name, test] of tests) {
      const file = join(folder, `${name}.test.yml`);
      await writeFile(file, stringify(test, { lineWidth: 0, aliasDuplicateObjects: false }));
      const { exitCode, stdout, stderr } = await runProgram(promtool, ['test', 'rules', file], {
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
