import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { desk } from '../../alerts/catalog/desk.ts';
import { freePort } from '../../programs/ports.ts';
import { DeployStand } from '../stand/deploy-stand.ts';
import { underLoad } from '../stand/load.ts';
import { readJournal } from '../state/journal.ts';
import { readPointer } from '../state/pointer.ts';
import { gateSettings } from './settings.ts';
import { watchGate } from './watch-gate.ts';

const shortened = ['--gate-seconds', '3', '--gate-min-samples', '50'];

describe('gate on a real Prometheus', function () {
  this.timeout(90_000);
  let stand: DeployStand;
  before(async () => {
    stand = await DeployStand.open();
    await stand.startPrometheus();
    await stand.deployed(await stand.writeSource({}));
  });
  after(() => stand?.close());

  /** Deploys under load what behaves like that. */
  async function tryRelease(behaviour: Parameters<DeployStand['writeSource']>[0]) {
    const source = await stand.writeSource(behaviour);
    const { result, ...count } = await underLoad(stand.frontUrl, 4, () =>
      stand.run('deploy', '--source', source, ...shortened),
    );
    return { ...result, ...count };
  }

  it('promotes a release that keeps the objectives of the catalog', async () => {
    const { exitCode, output, failures } = await tryRelease({});
    expect(exitCode, output).to.equal(0);
    expect(output).to.include('verdict pass');
    expect(failures).to.deep.equal([]);
    const begin = (await readJournal(stand.root)).entries.findLast(({ phase }) => phase === 'begin');
    expect(begin?.detail?.overrides).to.deep.equal([
      '--gate-seconds 3',
      '--gate-min-samples 50',
      '--watch-seconds 0',
    ]);
  });

  for (const [fault, behaviour, objective] of [
    ['answers too many 5xx', { failsEvery: 10 }, 'availability'],
    ['is too slow', { delayMs: 600 }, 'latency'],
  ] as const) {
    it(`takes back a release that ${fault}`, async () => {
      const before = (await readPointer(stand.root))?.id;
      const { exitCode, output, requests, failures } = await tryRelease(behaviour);
      expect(exitCode, output).to.equal(1);
      expect(output).to.match(
        new RegExp(
          `the gate says fail after \\d+ s: .*${objective}: [^;]*[1-9]\\d* of \\d+ (requests|probes)`,
        ),
      );
      expect(await stand.serving()).to.equal(before);
      console.log(`      ${failures.length} of ${requests} users' requests failed`);
      expect((await stand.run('status')).exitCode).to.equal(0);
    });
  }

  it('says of a fault that the old release has too that it is not of the new one, and promotes nothing unproven', async () => {
    const faultOnceThere = join(stand.folder, 'database-is-down');
    const source = await stand.writeSource({ failsEvery: 1, faultOnceThere });
    const old = await stand.deployed(source, '--gate-seconds', '1', '--allow-unproven');
    await writeFile(faultOnceThere, '');
    const { result } = await underLoad(stand.frontUrl, 4, () =>
      stand.run('deploy', '--source', source, ...shortened),
    );
    await rm(faultOnceThere);
    const { exitCode, output } = result;
    expect(exitCode, output).to.equal(1);
    expect(output)
      .to.match(
        /the gate says no-data after \d+ s: availability: \d+ of \d+ requests bad.*of the old release's in the same time \d+ of \d+: a fault that both have/,
      )
      .and.include(`${old} serves as before`);
  });

  it('asks for itself where users send too little, says so, and tells apart whose requests it judged by', async () => {
    const { exitCode, output } = await stand.run(
      'deploy',
      '--source',
      await stand.writeSource({}),
      ...['--gate-seconds', '12', '--gate-min-samples', '40'],
    );
    expect(exitCode, output).to.equal(0);
    expect(output)
      .to.include('users have sent 0 requests in ')
      .and.match(/the gate sends its own \(GET \/, \/api\/incidents\?limit=20, /)
      .and.match(/verdict pass, .*probesSent \d+, .*0 of 0 requests and \d+ of \d+ probes bad/);
    const { entries } = await readJournal(stand.root);
    const gate = entries.findLast(({ phase, step }) => phase === 'done' && step === 'gate');
    expect(gate?.detail?.probesSent).to.be.within(40, 60);
  });

  it('takes back what fails its probes while no user came by', async () => {
    const source = await stand.writeSource({ failsEvery: 2 });
    const { exitCode, output } = await stand.run(
      'deploy',
      '--source',
      source,
      ...['--gate-seconds', '12', '--gate-min-samples', '40'],
    );
    expect(exitCode, output).to.equal(1);
    expect(output).to.match(/the gate says fail after \d+ s: .*\d+ of \d+ probes bad/);
  });

  it('tells no data from too few requests, and takes a release back that it could not judge', async () => {
    const source = await stand.writeSource({});
    const before = (await readPointer(stand.root))?.id;
    const watch = (prometheusUrl: string): ReturnType<typeof watchGate> =>
      watchGate({
        objectives: desk.objectives,
        environment: 'staging',
        release: 'never-started',
        old: undefined,
        settings: gateSettings({ seconds: 1, allowsUnproven: false }),
        prometheusUrl,
        releaseUrl: stand.frontUrl,
        probePaths: [],
        traffic: async () => ({ requests: 0, percent: 5 }),
        share: async () => true,
        ailment: async () => undefined,
        say: () => {},
        signal: new AbortController().signal,
      });
    const [noSeries, noPrometheus, { exitCode, output }] = await Promise.all([
      watch(String(stand.env.PROMETHEUS_URL)),
      watch(`http://127.0.0.1:${await freePort()}`),
      stand.run('deploy', '--source', source, '--gate-seconds', '3', '--gate-min-samples', '5000'),
    ]);
    expect(noSeries.verdict).to.equal('no-data');
    expect(noPrometheus.verdict).to.equal('no-data');
    expect(noPrometheus.judgements[0]?.reason).to.include('did not answer');
    expect(exitCode, output).to.equal(1);
    expect(output).to.include('the gate says too-few-samples');
    expect(await stand.serving()).to.equal(before);
  });

  it('refuses beforehand where there is no Prometheus at all, unless that is accepted and recorded', async () => {
    stand.env.PROMETHEUS_URL = '';
    const source = await stand.writeSource({});
    const { exitCode, output } = await stand.run('deploy', '--source', source);
    expect(exitCode).to.equal(1);
    expect(output).to.include('PROMETHEUS_URL is not set');
    await stand.deployed(source, '--gate-seconds', '1', '--allow-unproven');
    const { entries } = await readJournal(stand.root);
    const gate = entries.findLast(({ phase, step }) => phase === 'done' && step === 'gate');
    expect(gate?.detail?.verdict).to.equal('no-data');
    const begin = entries.findLast(({ phase }) => phase === 'begin');
    expect(begin?.detail?.overrides).to.deep.equal([
      '--gate-seconds 1',
      '--allow-unproven',
      '--watch-seconds 0',
    ]);
  });
});
