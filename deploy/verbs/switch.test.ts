import { chmod, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { DeployStand } from '../stand/deploy-stand.ts';
import { underLoad } from '../stand/load.ts';

/** The gate has a test of its own; here it ends at once, unproven and accepted. */
const ungated = ['--allow-unproven', '--gate-seconds', '1'];

describe('deploy and rollback behind a real HAProxy', function () {
  this.timeout(90_000);
  let stand: DeployStand;
  let good = '';
  before(async () => {
    stand = await DeployStand.open();
    good = await stand.writeSource({});
  });
  after(() => stand?.close());

  const targets = async (): Promise<unknown[]> => {
    const files = await readdir(stand.targetsDir);
    return Promise.all(
      files.map(async (file) => JSON.parse(await readFile(join(stand.targetsDir, file), 'utf8'))),
    );
  };

  it('shows the plan of a dry run and does nothing', async () => {
    const { exitCode, output } = await stand.run('deploy', '--source', good, '--dry-run');
    expect(exitCode).to.equal(0);
    expect(output).to.match(/1\. build [\s\S]*no gate: the first release[\s\S]*If a step fails/);
    expect(await stand.current()).to.equal(undefined);
  });

  it('puts a first release on an empty root into service, without a gate, and says so', async () => {
    const { exitCode, output } = await stand.run('deploy', '--source', good);
    expect(exitCode, output).to.equal(0);
    expect(output).to.include('no gate: the first release here');
    expect(await stand.serving()).to.equal(await stand.current());
    expect(output.trim().split('\n').at(-1)).to.match(/^deploy of \S+ done in /);
  });

  it('refuses to roll back when there is nothing to go back to, or to an unknown release', async () => {
    const before = await stand.current();
    const none = await stand.run('rollback');
    expect(none.exitCode).to.equal(1);
    expect(none.output).to.include('is the only good release');
    const unknown = await stand.run('rollback', '--to', '20200101T000000Z');
    expect(unknown.exitCode).to.equal(1);
    expect(unknown.output).to.include('no release "20200101T000000Z"').and.include(String(before));
    expect(await stand.current()).to.equal(before);
    expect(await stand.serving()).to.equal(before);
  });

  it('loses no request in deployments and rollbacks under load', async () => {
    const first = String(await stand.current());
    const rollbackSeconds: number[] = [];
    const { requests, failures, releases } = await underLoad(stand.frontUrl, 8, async () => {
      for (let round = 0; round < 3; round += 1) {
        const id = await stand.deployed(good, ...ungated);
        expect(await stand.serving()).to.equal(id);
        const { exitCode, output, seconds } = await stand.run('rollback');
        expect(exitCode, output).to.equal(0);
        expect(await stand.serving()).to.equal(first);
        rollbackSeconds.push(seconds);
      }
    });
    console.log(
      `      6 switches, ${requests} requests, ${failures.length} failed; rollback in ${rollbackSeconds.map((s) => s.toFixed(1)).join(', ')} s`,
    );
    expect(failures).to.deep.equal([]);
    expect(Object.keys(releases)).to.have.length(4);
  });

  it('leaves one process, one scrape target and a pointer that agrees with the proxy', async () => {
    const { exitCode, output } = await stand.run('status', '--json');
    const status = JSON.parse(output);
    expect(exitCode).to.equal(0);
    expect(status.slots.filter((slot: { isRunning: boolean }) => slot.isRunning)).to.have.length(1);
    expect(await targets()).to.deep.equal([
      [
        {
          targets: [
            `127.0.0.1:${status.slots.find((slot: { isRunning: boolean }) => slot.isRunning).record.port}`,
          ],
          labels: { service: 'desk', environment: 'staging', release: await stand.current() },
        },
      ],
    ]);
    expect(status.last.outcome).to.equal('succeeded');
  });

  for (const [fault, behaviour, sentence] of [
    ['whose migration fails', { canMigrate: false }, 'column "state" is in the way'],
    ['that never gets healthy over the proxy', { healthStatus: 500 }, 'deploy of'],
    ['that ends by itself while it is judged', { diesAfter: 20 }, 'ended'],
  ] as const) {
    it(`takes back a release ${fault}, without a lost request`, async () => {
      const before = await stand.current();
      const source = await stand.writeSource(behaviour);
      const { failures, result } = await underLoad(stand.frontUrl, 8, () =>
        stand.run('deploy', '--source', source, '--allow-unproven', '--gate-seconds', '3'),
      );
      const { exitCode, output } = result;
      expect(exitCode, output).to.equal(1);
      expect(output).to.include(sentence).and.include(`${before} serves as before`);
      expect(await stand.serving()).to.equal(before);
      expect(await stand.current()).to.equal(before);
      // What a dying process had in hand is gone with it; nothing else is.
      expect(failures.length, failures.join('\n')).to.be.at.most('diesAfter' in behaviour ? 8 : 0);
      expect((await stand.run('status')).exitCode).to.equal(0);
    });
  }

  it('refuses a release that was changed after it was built', async () => {
    const before = await stand.current();
    const id = await stand.deployed(good, ...ungated);
    const file = join(stand.root, 'releases', String(before), 'service', 'main.ts');
    await chmod(file, 0o644);
    const text = await readFile(file, 'utf8');
    await writeFile(file, `${text}\n// changed\n`);
    const { exitCode, output } = await stand.run('rollback');
    expect(exitCode).to.equal(1);
    expect(output).to.include('service/main.ts was changed');
    expect(await stand.serving()).to.equal(id);
    await writeFile(file, text);
  });

  it('serves the current release again by itself when the proxy was restarted', async () => {
    const before = await stand.current();
    await stand.stopProxy();
    await stand.startProxy();
    expect(await stand.serving()).to.equal(before);
    expect((await stand.run('status')).exitCode).to.equal(0);
  });

  it('puts the current release back when the proxy was restarted without what it was, and serves nobody', async () => {
    const before = await stand.current();
    await stand.stopProxy();
    await rm(join(stand.root, 'haproxy.state'));
    await stand.startProxy();
    expect((await stand.run('status')).output).to.include('but nothing serves');
    const { exitCode, output } = await stand.run('resume');
    expect(exitCode, output).to.equal(0);
    expect(await stand.serving()).to.equal(before);
    const again = await stand.run('resume');
    expect(again).to.include({ exitCode: 0 }).and.property('output').include('nothing to resume');
  });

  it('says in one sentence that the proxy is not there', async () => {
    await stand.stopProxy();
    const { exitCode, output } = await stand.run('rollback');
    expect(exitCode).to.equal(1);
    expect(output).to.match(/^rollback refused: the proxy at .* cannot be reached/);
  });
});
