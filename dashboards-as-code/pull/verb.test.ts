/** The verb as it is run, against a server that answers as Grafana does. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { type RunResult, runCommand } from '../../programs/run.ts';
import { FakeGrafana, viewerToken } from '../grafana/testing/fake-grafana.ts';
import { handMadeBoard } from './testing/hand-made-board.ts';

describe('npm run dashboards -- pull', function () {
  // Each run of the verb loads Grafana's SDK, which takes a second or more.
  this.timeout(90_000);
  let grafana: FakeGrafana;
  let folder: string;
  const pull = (...args: string[]): Promise<RunResult> =>
    runCommand(process.execPath, [
      join(import.meta.dirname, '../main.ts'),
      ...['pull', '--url', grafana.url, '--token-file', join(folder, 'token'), ...args],
    ]);

  before(async () => {
    grafana = await FakeGrafana.start();
    grafana.store.put('checkout-by-hand', handMadeBoard);
    folder = await mkdtemp(join(tmpdir(), 'tocsin-pull-'));
    await writeFile(join(folder, 'token'), viewerToken, { mode: 0o600 });
  });
  after(async () => {
    await grafana.close();
    await rm(folder, { recursive: true });
  });

  it('prints the code, and on standard error what it could not carry', async () => {
    const { exitCode, stdout, stderr } = await pull('checkout-by-hand');
    expect(exitCode).to.equal(0);
    expect(stdout).to.include("import { type PanelModel, place, type Section } from '../board.ts';");
    expect(stdout).to.include('export function checkoutIsItOurSSections(): Section[] {');
    expect(stderr).to.include('not carried: panel "Traces": transformation organize');
  });

  it('writes a new file and overwrites none', async () => {
    const out = join(folder, 'checkout.ts');
    const { exitCode, stdout } = await pull('checkout-by-hand', '--out', out);
    expect([exitCode, stdout]).to.deep.equal([
      0,
      `${out}: 4 panels in 2 sections; npm run format makes it tidy.\n`,
    ]);
    await writeFile(out, 'mine');
    const again = await pull('checkout-by-hand', '--out', out);
    expect(again).to.deep.include({
      exitCode: 1,
      stderr: `--out ${out} is there already and is not overwritten; name a new file.\n`,
    });
    expect(await readFile(out, 'utf8')).to.equal('mine');
    const nowhere = await pull('checkout-by-hand', '--out', join(folder, 'no/where.ts'));
    expect(nowhere.stderr).to.include('its folder is not there; make it');
  });

  it('exits 1 for a board that is not there, and 2 for arguments that say nothing', async () => {
    const { exitCode, stdout, stderr } = await pull('nowhere');
    expect(stderr).to.include('has no board "nowhere"; its uid is what follows /d/ in its address.');
    expect([exitCode, stdout]).to.deep.equal([1, '']);
    expect((await pull('a', 'b')).exitCode).to.equal(2);
  });

  it('has a help with an example', async () => {
    const { exitCode, stdout } = await pull('--help');
    expect(stdout).to.include('Example: npm run dashboards -- pull checkout-by-hand');
    expect(exitCode).to.equal(0);
  });
});
