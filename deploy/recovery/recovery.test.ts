import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, beforeEach, describe, it } from 'mocha';
import { freePort } from '../../programs/ports.ts';
import { startPrometheus } from '../../programs/servers/prometheus.ts';
import { DeployStand } from '../stand/deploy-stand.ts';
import { underLoad } from '../stand/load.ts';
import { readJournal } from '../state/journal.ts';

const ungated = ['--gate-seconds', '1', '--allow-unproven'];

describe('recovery after a rollback, on a real Prometheus', function () {
  this.timeout(120_000);
  let stand: DeployStand;
  let prometheus: { url: string; stop(): Promise<void> };
  let good = '';
  before(async () => {
    stand = await DeployStand.open();
    const targets = join(stand.targetsDir, '*.json');
    const job = { job_name: 'services', file_sd_configs: [{ files: [targets], refresh_interval: '1s' }] };
    prometheus = await startPrometheus({
      runDir: join(stand.folder, 'prometheus'),
      configText: JSON.stringify({ global: { scrape_interval: '1s' }, scrape_configs: [job] }),
      port: await freePort(),
    });
    good = await stand.deployed(await stand.writeSource({}));
  });
  beforeEach(() => {
    // No gate stands in the way of releases that are to be bad.
    stand.env.PROMETHEUS_URL = '';
  });
  after(async () => {
    await prometheus?.stop();
    await stand?.close();
  });

  it('is said to be verified by the figures of the release that serves now, after traffic was moved', async () => {
    await stand.deployed(await stand.writeSource({ failsEvery: 3 }), ...ungated);
    stand.env.PROMETHEUS_URL = prometheus.url;
    const { result, failures } = await underLoad(stand.frontUrl, 4, () => stand.run('rollback'));
    const { exitCode, output } = result;
    expect(exitCode, output).to.equal(0);
    expect(output).to.match(
      /^rollback to \S+ done in .*Verified: errors are back under the objective \(availability: 0 of \d+ requests bad/m,
    );
    const movedAfter = Number(/\[ *([\d.]+) s\] \S+ serves$/m.exec(output)?.[1]);
    const provenAfter = Number(/\[ *([\d.]+) s\] see that the errors/.exec(output)?.[1]);
    console.log(`      traffic back after ${movedAfter} s, proven after ${provenAfter} s`);
    expect(provenAfter - movedAfter).to.be.greaterThan(9);
    expect(await stand.serving()).to.equal(good);
    expect(failures.length).to.be.greaterThan(0);
    const { entries } = await readJournal(stand.root);
    const proof = entries.findLast(({ step, phase }) => step === 'recover' && phase === 'done');
    expect(proof?.detail?.verdict).to.equal('pass');
  });

  it('is not said of a release that fails as well: it serves, and the command ends with 1', async () => {
    const sick = await stand.deployed(await stand.writeSource({ failsEvery: 3 }), ...ungated);
    await stand.deployed(await stand.writeSource({}), ...ungated);
    stand.env.PROMETHEUS_URL = prometheus.url;
    const { result } = await underLoad(stand.frontUrl, 4, () => stand.run('rollback'));
    expect(result.exitCode, result.output).to.equal(1);
    expect(result.output).to.match(
      /^rollback to \S+: \S+ serves it, but after .*: Errors go on \(availability: \d+ of \d+ requests bad.*may not be their cause\.$/m,
    );
    expect(await stand.serving()).to.equal(sick);
  });

  it('is not verified without requests, which is said', async () => {
    await stand.deployed(await stand.writeSource({}), ...ungated);
    stand.env.PROMETHEUS_URL = prometheus.url;
    const { exitCode, output } = await stand.run('rollback');
    expect(exitCode, output).to.equal(0);
    expect(output).to.match(
      /^rollback to \S+ done in .*NOT verified: (too few requests came|availability: no data)/m,
    );
  });

  it('is not waited for when that was asked, which is recorded, nor where there is no Prometheus', async () => {
    for (const [url, args, sentence] of [
      [prometheus.url, ['--no-wait'], 'NOT verified: --no-wait was asked for.'],
      ['', [], 'NOT verified: availability: no data (PROMETHEUS_URL is not set).'],
    ] as const) {
      stand.env.PROMETHEUS_URL = '';
      await stand.deployed(await stand.writeSource({}), ...ungated);
      stand.env.PROMETHEUS_URL = url;
      const { exitCode, output } = await stand.run('rollback', ...args);
      expect(exitCode, output).to.equal(0);
      expect(output).to.include(sentence);
      const begin = (await readJournal(stand.root)).entries.findLast(({ phase }) => phase === 'begin');
      expect(begin?.detail?.overrides).to.deep.equal(args);
    }
  });
});
