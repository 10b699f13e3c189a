import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { z } from 'zod';
import { runCommand } from '../programs/run.ts';

const root = dirname(import.meta.dirname);

const forbidden = [
  ['programs/new.ts', '../alerts/catalog.ts'],
  ['service/new.ts', '../programs/child.ts'],
  ['service/incidents/new.ts', '../../alerts/catalog.ts'],
  ['service/new.test.ts', '../deploy/config.ts'],
  ['service/other/new.ts', '../../incidents/drills/drill.ts'],
  ['alerts/new.ts', '../service/app.ts'],
  ['alerts/catalog/new.ts', '../../deploy/config.ts'],
  ['dashboards-as-code/new.ts', '../deploy/config.ts'],
  ['runbooks/new.ts', '../dashboards-as-code/verify.ts'],
  ['deploy/gate/new.ts', '../../runbooks/runbook.ts'],
  ['incidents/drills/new.ts', '../../scripts/config.ts'],
] as const;

const allowed = [
  ['alerts/signal-reader.ts', '../service/signals.ts'],
  ['deploy/gate/allowed.ts', '../../alerts/catalog.ts'],
  ['incidents/drills/allowed.ts', '../../deploy/config.ts'],
  ['service/allowed.test.ts', '../programs/servers/postgres.ts'],
  ['service/pages/allowed.ts', '../incidents/incident.ts'],
] as const;

const others = {
  'alerts/too-long.ts': 'console.log(1);\n'.repeat(301),
  'alerts/environment.ts': 'console.log(process.env.HOME);\n',
  'alerts/floating.ts': 'async function work(): Promise<void> {}\n\nwork();\n',
  'runbooks/circle-a.ts': "import { b } from './circle-b.ts';\n\nexport const a = (): number => b();\n",
  'runbooks/circle-b.ts': "import { a } from './circle-a.ts';\n\nexport const b = (): number => a();\n",
} as const;

const reportSchema = z.object({
  diagnostics: z.array(z.object({ category: z.string(), location: z.object({ path: z.string() }) })),
});

/** Rules broken by file, as the project's own configuration has it, in a house of nothing but offenders. */
const broken = new Map<string, string[]>();

before(async function () {
  this.timeout(60_000);
  const house = await mkdtemp(join(tmpdir(), 'tocsin-house-'));
  await cp(join(root, 'biome.json'), join(house, 'biome.json'));
  const imports = [...forbidden, ...allowed].map(
    ([path, from]) => [path, `import { thing } from '${from}';\n\nconsole.log(thing);\n`] as const,
  );
  for (const [path, text] of [...imports, ...Object.entries(others)]) {
    await mkdir(dirname(join(house, path)), { recursive: true });
    await writeFile(join(house, path), text);
  }
  const { stdout } = await runCommand(
    join(root, 'node_modules', '.bin', 'biome'),
    ['lint', '--reporter=json', '--max-diagnostics=none', '--vcs-enabled=false', '.'],
    { cwd: house },
  );
  for (const { category, location } of reportSchema.parse(JSON.parse(stdout)).diagnostics)
    broken.set(location.path, [...(broken.get(location.path) ?? []), category]);
  after(() => rm(house, { recursive: true }));
});

describe('the direction of imports', () => {
  for (const [path, from] of forbidden)
    it(`is kept: ${path} may not import ${from}`, () => {
      expect(broken.get(path)).to.deep.equal(['lint/style/noRestrictedImports']);
    });

  for (const [path, from] of allowed)
    it(`allows ${path} to import ${from}`, () => {
      expect(broken.get(path)).to.equal(undefined);
    });
});

describe('the linter', () => {
  for (const [path, rule] of [
    ['alerts/too-long.ts', 'lint/style/noExcessiveLinesPerFile'],
    ['alerts/environment.ts', 'lint/style/noProcessEnv'],
    ['alerts/floating.ts', 'lint/nursery/noFloatingPromises'],
    ['runbooks/circle-a.ts', 'lint/suspicious/noImportCycles'],
  ] as const)
    it(`refuses ${path}`, () => {
      expect(broken.get(path)).to.deep.equal([rule]);
    });
});
