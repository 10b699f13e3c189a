import { appendFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { nodeOptionsFor } from '../drill/injection.ts';
import { listReleaseProcesses } from '../drill/release-processes.ts';
import { DeployStand } from '../stand/deploy-stand.ts';
import { readPointer } from '../state/pointer.ts';

const ungated = ['--gate-seconds', '1', '--allow-unproven'];

describe('resume, history and audit', function () {
  this.timeout(180_000);
  let stand: DeployStand;
  let source = '';
  let first = '';
  before(async () => {
    stand = await DeployStand.open();
    source = await stand.writeSource({});
  });
  after(() => stand?.close());

  const cutOffBefore = (entry: string, ...args: string[]) =>
    stand.runWith(nodeOptionsFor({ kind: 'kill-before-entry', entry }), ...args);

  it('of a first deployment that never became current leaves nothing behind', async () => {
    await cutOffBefore('intent point', 'deploy', '--source', source);
    const { exitCode, output } = await stand.run('resume');
    expect(exitCode, output).to.equal(0);
    expect(output).to.match(/is undone; nothing is current and nothing serves/);
    expect(await listReleaseProcesses(stand.root)).to.deep.equal([]);
    expect((await stand.run('status')).exitCode).to.equal(0);
  });

  it('shows what it would do and does nothing', async () => {
    first = await stand.deployed(source);
    await cutOffBefore('done canary', 'deploy', '--source', source, ...ungated);
    const { exitCode, output } = await stand.run('resume', '--dry-run');
    expect(exitCode, output).to.equal(0);
    expect(output).to.match(/was cut off at canary:[\s\S]*1\. send all traffic to [\s\S]*nothing was done/);
    expect((await stand.run('status')).exitCode).to.equal(1);
    expect((await readPointer(stand.root))?.id).to.equal(first);
  });

  it('is done by the next rollback first, which then goes where it was told', async () => {
    const { exitCode, output } = await stand.run('resume', '--reason', 'tidy up');
    expect(exitCode, output).to.equal(0);
    first = (await readPointer(stand.root))?.id ?? '';
    await stand.deployed(source, ...ungated);
    await cutOffBefore('done point', 'deploy', '--source', source, ...ungated);
    const back = await stand.run('rollback', '--to', first);
    expect(back.exitCode, back.output).to.equal(0);
    expect(back.output).to.match(/took over the lock[\s\S]*is finished; [\s\S]*rollback to \S+ done in/);
    expect(await stand.serving()).to.equal(first);
    expect(await listReleaseProcesses(stand.root)).to.have.length(1);
  });

  it('ends a process too that a crash kept from being recorded', async () => {
    await cutOffBefore('done start', 'deploy', '--source', source, ...ungated);
    const running = await listReleaseProcesses(stand.root);
    const stray = running.find(({ release }) => release !== first);
    const records = join(stand.runDir, 'processes');
    for (const name of await readdir(records)) {
      const path = join(records, name);
      if (JSON.parse(await readFile(path, 'utf8')).pid === stray?.pid) await rm(path);
    }
    const { exitCode, output } = await stand.run('resume');
    expect(exitCode, output).to.equal(0);
    expect(running).to.have.length(2);
    expect((await listReleaseProcesses(stand.root)).map(({ release }) => release)).to.deep.equal([first]);
  });

  it('is told by history and audit, by name of the operation that it ended, and why', async () => {
    const history = JSON.parse((await stand.run('history', '--json')).output);
    const resumed = history.filter(({ verb }: { verb: string }) => verb === 'resume');
    expect(resumed).to.have.length(4);
    for (const { resumes } of resumed)
      expect(history.find(({ operation }: { operation: string }) => operation === resumes).outcome).to.equal(
        'cut off',
      );
    const lines = (await stand.run('history')).output;
    expect(lines).to.match(/Z {2}\S+ +deploy +\d{8}T\d{6}Z\S* +succeeded {2}in [\d.]+ s/);
    const audit = (await stand.run('audit')).output;
    expect(audit)
      .to.include('why: tidy up')
      .and.match(/\(pid \d+ on \S+\) {2}deploy of \S+ {2}overrides: --gate-seconds 1 --allow-unproven/)
      .and.match(/took over the lock of a deploy by /)
      .and.match(/the gate.* {2}no-data/);
    expect(JSON.parse((await stand.run('audit', '--json')).output)).to.be.an('array').that.is.not.empty;
  });

  it('is refused, like every other verb, by a journal of a newer version or with a damaged line, and changes nothing', async () => {
    const path = join(stand.root, 'journal.jsonl');
    const good = await readFile(path, 'utf8');
    const serving = await stand.serving();
    for (const [bad, sentence] of [
      [`${good}{"version":3}\n`, 'newer deploy'],
      [good.replace('"verb":"deploy"', '"verb":"nothing"'), 'line 1 of'],
    ] as const) {
      await writeFile(path, bad);
      for (const args of [['resume'], ['rollback'], ['status'], ['history']]) {
        const { exitCode, output } = await stand.run(...args);
        expect(exitCode, output).to.equal(1);
        expect(output)
          .to.match(/refused: /)
          .and.include(sentence);
      }
      expect(await readFile(path, 'utf8')).to.equal(bad);
    }
    await writeFile(path, good);
    expect(await stand.serving()).to.equal(serving);
    await appendFile(path, '{"version":2,"at":');
    expect((await stand.run('status')).output).to.include('its last line is torn');
    const healed = await stand.run('deploy', '--source', source, ...ungated);
    expect(healed.exitCode, healed.output).to.equal(0);
    expect(healed.output).to.include('the last line of the journal was torn by a crash');
    expect((await stand.run('audit')).output).to.include('cut off a torn line');
  });
});
