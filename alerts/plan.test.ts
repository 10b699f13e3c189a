import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { runCommand } from '../programs/run.ts';
import { catalog, serviceNamed } from './catalog.ts';
import { copyRepository } from './plan/testing/repository-copy.ts';
import { assertWorkable, describePlans } from './plan.ts';

const main = join(import.meta.dirname, 'main.ts');

describe('npm run alerts -- plan', () => {
  it('prints the plan of a service, from whatever folder', async () => {
    const cwd = await mkdtemp(join(tmpdir(), 'tocsin-plan-'));
    const { exitCode, stdout } = await runCommand(process.execPath, [main, 'plan', 'desk'], { cwd });
    await rm(cwd, { recursive: true });
    expect(stdout).to.equal(`${describePlans([serviceNamed('desk')])}\n`);
    expect(exitCode).to.equal(0);
  });

  it('exits 1 for a service that is not there, and 2 for one service too many', async () => {
    const stranger = await runCommand(process.execPath, [main, 'plan', 'shop']);
    expect(stranger.exitCode).to.equal(1);
    expect(stranger.stderr).to.equal(
      `no service "shop" in the catalog; there is ${catalog.map(({ name }) => name).join(', ')}.\n`,
    );
    const two = await runCommand(process.execPath, [main, 'plan', 'desk', 'shop']);
    expect(two.exitCode).to.equal(2);
    expect(two.stderr).to.include('"shop" is one service too many');
  });

  it('refuses a number of series or targets that is none', () => {
    for (const written of ['0', '1.5', 'many', '']) {
      expect(() => describePlans(catalog, { series: written })).to.throw(
        `--series ${written}: give a whole number`,
      );
      expect(() => describePlans(catalog, { targets: written })).to.throw(
        `--targets ${written}: give a whole number`,
      );
    }
  });
});

describe('assertWorkable', () => {
  it('lets the shipped catalog pass and throws every refusal at once', () => {
    expect(() => assertWorkable(catalog)).not.to.throw();
    expect(() => assertWorkable([...catalog, ...catalog])).to.throw('in the catalog twice');
  });

  it('leaves every file as it was where a definition cannot work', async function () {
    this.timeout(60_000);
    const folder = await copyRepository();
    const desk = join(folder, 'alerts/catalog/desk.ts');
    const kept = join(folder, 'alerts/generated/kept.txt');
    await writeFile(kept, 'as it was');
    await writeFile(desk, (await readFile(desk, 'utf8')).replace('target: 0.999,', 'target: 0.5,'));
    const env = { TOCSIN_CACHE: join(folder, '.cache') };
    const refused = await runCommand(process.execPath, [join(folder, 'alerts/main.ts')], { env });
    const left = await readdir(join(folder, 'alerts/generated'));
    await rm(folder, { recursive: true });
    expect(refused.stderr).to.match(
      /^alerts\/catalog\/desk\.ts: service "desk", objective "availability", tier "page-now": it can never fire/,
    );
    expect([refused.exitCode, refused.stdout, left]).to.deep.equal([1, '', ['kept.txt']]);
  });
});
