import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { runCommand } from '../../programs/run.ts';
import { importText } from './import-text.ts';

const alerts = dirname(import.meta.dirname);
const root = dirname(alerts);
const shop = join(alerts, 'open-slo', 'examples', 'shop.yaml');
let folder = '';

async function alertsVerb(...args: string[]): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  return runCommand(process.execPath, [join(alerts, 'main.ts'), ...args], { cwd: folder });
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-import-'));
  await mkdir(join(folder, 'catalog'));
  for (const file of ['promql.ts', 'service-definition.ts'])
    await symlink(join(alerts, file), join(folder, file));
});
after(() => rm(folder, { recursive: true }));

describe('npm run alerts -- import', () => {
  it('prints a module that defines the very services of the document', async () => {
    const owned = join(folder, 'owned.yaml');
    await writeFile(owned, (await readFile(shop, 'utf8')).replace('team: checkout', 'team: shop'));
    const { exitCode, stdout, stderr } = await alertsVerb('import', owned);
    expect(exitCode).to.equal(0);
    expect(stderr).not.to.include('owners.ts');
    const file = join(folder, 'catalog', 'shop.ts');
    await writeFile(file, stdout);
    const module: unknown = await import(file);
    const [service] = importText(await readFile(owned, 'utf8'), 'owned.yaml').services;
    expect(module).to.have.deep.property('shop', service);
  });

  it('says of an owner that the catalog does not know where to add it, in a note and in the file', async () => {
    const { exitCode, stdout, stderr } = await alertsVerb('import', shop);
    expect(exitCode).to.equal(0);
    expect(stderr).to.match(/note: .*"checkout" is not in alerts\/owners\.ts; add it to alerts\/owners\.ts/);
    expect(stdout).to.match(/\/\/ Not in alerts\/owners\.ts yet: .*\n {2}owner: 'checkout',/);
  });

  it('prints it as the formatter would', async () => {
    await cp(join(root, 'biome.json'), join(folder, 'biome.json'));
    for (const file of [shop, join(alerts, 'sloth', 'examples', 'parcels.yml')]) {
      const { stdout } = await alertsVerb('import', file);
      expect(stdout).to.include('defineService({');
      await writeFile(join(folder, 'catalog', 'formatted.ts'), stdout);
      const biome = join(root, 'node_modules', '.bin', 'biome');
      const checked = await runCommand(biome, ['check', '--vcs-enabled=false', 'catalog/formatted.ts'], {
        cwd: folder,
      });
      expect(checked.exitCode, checked.stdout + checked.stderr).to.equal(0);
    }
  });

  it('writes to --out and never over a file that is there', async () => {
    const out = join(folder, 'catalog', 'out.ts');
    expect((await alertsVerb('import', shop, '--out', out)).exitCode).to.equal(0);
    const text = await readFile(out, 'utf8');
    const again = await alertsVerb('import', shop, '--out', out);
    expect(again.exitCode).to.equal(1);
    expect(again.stderr).to.include('the file is there already; name another or remove it first');
    expect(await readFile(out, 'utf8')).to.equal(text);
  });

  it('fails, and prints nothing, when no objective can be carried or the file is not there', async () => {
    const sliced = join(folder, 'sliced.yaml');
    await writeFile(sliced, (await readFile(shop, 'utf8')).replaceAll('Occurrences', 'Timeslices'));
    const refused = await alertsVerb('import', sliced);
    expect(refused).to.deep.include({ exitCode: 1, stdout: '' });
    expect(refused.stderr).to.match(
      /not carried: sliced\.yaml, document \d+, SLO "[^"]+": spec\.budgetingMethod/,
    );
    const missing = await alertsVerb('import', 'nowhere.yaml');
    expect(missing.exitCode).to.equal(1);
    expect(missing.stderr).to.include('nowhere.yaml cannot be read');
  });

  it('shows how it is used when the file is not named', async () => {
    const { exitCode, stderr } = await alertsVerb('import');
    expect(exitCode).to.equal(2);
    expect(stderr).to.include('Example: npm run alerts -- import shop.yaml');
  });
});

describe('npm run alerts -- export', () => {
  it('prints documents that import reads', async () => {
    const { stdout } = await alertsVerb('export', 'desk');
    await writeFile(join(folder, 'desk.yaml'), stdout);
    expect((await alertsVerb('import', 'desk.yaml')).exitCode).to.equal(0);
  });

  it('names the services there are when asked for another', async () => {
    const { exitCode, stderr } = await alertsVerb('export', 'nope');
    expect(exitCode).to.equal(1);
    expect(stderr).to.include('no service "nope" in the catalog');
  });
});
