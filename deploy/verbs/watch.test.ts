import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import { DeployStand } from '../stand/deploy-stand.ts';
import type { Behaviour } from '../stand/fixture-service/behaviour.ts';
import { underLoad } from '../stand/load.ts';
import { startWatchedDeployment, type WatchedDeployment } from '../stand/watched-deployment.ts';
import { readJournal } from '../state/journal.ts';
import { lockOwner } from '../state/lock.ts';

describe('watch after the promotion', function () {
  this.timeout(120_000);
  let stand: DeployStand;
  let desk: Server;
  let good = '';
  const told: { kind: string; status: string; by: string; summary: string; release: string }[] = [];
  const commands: ChildProcess[] = [];
  before(async () => {
    stand = await DeployStand.open();
    await stand.startPrometheus();
    desk = createServer(async (request, response) => {
      if (request.method === 'POST') told.push(JSON.parse((await request.toArray()).join('')));
      response.writeHead(201).end('{"changes":[]}');
    }).listen(0, '127.0.0.1');
    await once(desk, 'listening');
    const address = desk.address();
    if (address !== null && typeof address === 'object')
      stand.env.DESK_URL = `http://127.0.0.1:${address.port}`;
    good = await stand.writeSource({});
    await stand.deployed(good);
  });
  afterEach(() => {
    for (const command of commands.splice(0)) command.kill('SIGKILL');
  });
  after(async () => {
    desk?.close();
    await stand?.close();
  });

  async function deployAndWatch(
    behaviour: Partial<Behaviour>,
    ...args: string[]
  ): Promise<WatchedDeployment> {
    const deployment = await startWatchedDeployment(stand, await stand.writeSource(behaviour), ...args);
    commands.push(deployment.process);
    return deployment;
  }

  for (const [fault, behaviour, reason] of [
    ['begins to fail', { failsEvery: 1 }, /availability: \d+ of \d+ requests bad in the last/],
    ['ends', { diesAfterMs: 1 }, /the process of \S+ ended/],
  ] as const)
    it(`rolls back a release that ${fault} after its promotion, with nobody touching a key`, async () => {
      const before = await stand.current();
      told.length = 0;
      const faultOnceThere = join(stand.folder, `fault-${Object.keys(behaviour)}`);
      const { result, failures, requests } = await underLoad(stand.frontUrl, 8, async () => {
        const faulty = { ...behaviour, faultOnceThere };
        const command = await deployAndWatch(faulty, '--watch-seconds', '60');
        await command.says('watching ');
        await writeFile(faultOnceThere, '');
        const [code] = await command.exited;
        return { code, output: command.output };
      });
      const { code, output } = result;
      expect(code, output).to.equal(1);
      expect(output)
        .to.match(reason)
        .and.match(/rollback to \S+ done in /);
      expect(output.slice(output.indexOf('rollback to '))).to.not.match(/\d+\. start /);
      expect(await stand.serving()).to.equal(before);
      expect((await stand.run('status')).exitCode).to.equal(0);
      expect(await stand.runningSlots()).to.equal(1);
      const rollback = told.findLast(({ kind }) => kind === 'rollback');
      expect(rollback).to.include({ by: 'gate', status: 'succeeded', release: before });
      expect(rollback?.summary).to.match(/Reason: the watch of \S+ says fail: /);
      const begin = (await readJournal(stand.root)).entries.findLast(({ phase }) => phase === 'begin');
      expect(begin).to.deep.include({ verb: 'rollback' });
      expect(begin?.detail).to.include({ by: 'gate' });
      console.log(`      ${failures.length} of ${requests} users' requests failed`);
    });

  it('ends with the standby gone when the release has held', async () => {
    const command = await deployAndWatch({}, '--watch-seconds', '12');
    await command.says('watching ');
    expect(await lockOwner(stand.root)).to.equal(undefined);
    expect((await stand.run('status')).output)
      .to.include('running (stands by)')
      .and.match(/^watch +until \S+, by pid \d+ on \S+, which rolls back by itself$/m);
    const resumed = await stand.run('resume');
    expect(resumed.exitCode).to.equal(0);
    expect(resumed.output).to.match(/^nothing to resume: what is current is watched until /);
    const [code] = await command.exited;
    expect(code, command.output).to.equal(0);
    expect(await stand.runningSlots()).to.equal(1);
    const begin = (await readJournal(stand.root)).entries.findLast(({ phase }) => phase === 'begin');
    expect(begin?.verb).to.equal('watch');
    expect(begin?.detail?.reason).to.match(/ held for \d+ s$/);
  });

  it('is ended by Ctrl-C, which is on record and leaves the new release serving alone', async () => {
    const command = await deployAndWatch({}, '--watch-seconds', '60');
    await command.says('watching ');
    const promoted = await stand.current();
    command.process.kill('SIGINT');
    const [code] = await command.exited;
    expect(code, command.output).to.equal(0);
    expect(await stand.serving()).to.equal(promoted);
    expect(await stand.runningSlots()).to.equal(1);
    const begin = (await readJournal(stand.root)).entries.findLast(({ phase }) => phase === 'begin');
    expect(begin?.detail?.reason).to.match(/^interrupted by SIGINT; \S+ held for \d+ s$/);
    expect((await stand.run('status')).exitCode).to.equal(0);
  });

  it('gives way to a rollback from another terminal, which starts nothing and is done at once, and ends with 1', async () => {
    const before = await stand.current();
    const command = await deployAndWatch({}, '--watch-seconds', '60');
    const { failures, result } = await underLoad(stand.frontUrl, 8, async () => {
      await command.says('watching ');
      return stand.run('rollback');
    });
    expect(result.exitCode, result.output).to.equal(0);
    expect(result.output).to.not.match(/\d+\. start /);
    expect(failures).to.deep.equal([]);
    expect(await stand.serving()).to.equal(before);
    const [code] = await command.exited;
    expect(code, command.output).to.equal(1);
    expect(command.output).to.match(/the watch of \S+ is over: \S+ is current by now/);
    console.log(`      rollback to the standby in ${result.seconds.toFixed(1)} s`);
  });

  it('goes on beside a command that is refused', async () => {
    const command = await deployAndWatch({}, '--watch-seconds', '8');
    await command.says('watching ');
    const refused = await stand.run('rollback', '--to', '20200101T000000Z');
    expect(refused.exitCode).to.equal(1);
    const [code] = await command.exited;
    expect(code).to.equal(0);
    expect(command.output)
      .to.include('watch of ')
      .and.match(/Ctrl-C[\s\S]* done in /);
  });

  it('that was killed leaves a standby, which status shows and the next command clears', async () => {
    const command = await deployAndWatch({}, '--watch-seconds', '60');
    await command.says('watching ');
    command.process.kill('SIGKILL');
    await command.exited;
    const status = await stand.run('status');
    expect(status.exitCode, status.output).to.equal(0);
    expect(status.output).to.include('running (stands by)').and.include('nobody watches any more');
    expect((await stand.run('resume', '--dry-run')).output).to.match(/stop the process of /);
    await stand.deployed(good, '--gate-seconds', '2', '--allow-unproven');
    expect(await stand.runningSlots()).to.equal(1);
  });
});
