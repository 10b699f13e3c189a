import type { ChildProcess } from 'node:child_process';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import { releaseFolder } from '../release/manifest.ts';
import { DeployStand } from '../stand/deploy-stand.ts';
import type { Behaviour } from '../stand/fixture-service/behaviour.ts';
import { underLoad } from '../stand/load.ts';
import { startWatchedDeployment, type WatchedDeployment } from '../stand/watched-deployment.ts';
import { acquireLock, type Lock } from '../state/lock.ts';

const userPauseMs = 20;
const slowEveryMs = 200;

describe('watch that meets an obstacle', function () {
  this.timeout(120_000);
  let stand: DeployStand;
  let lock: Lock | undefined;
  let restore = async (): Promise<void> => undefined;
  const commands: ChildProcess[] = [];
  before(async () => {
    stand = await DeployStand.open();
    await stand.startPrometheus();
    await stand.deployed(await stand.writeSource({}));
  });
  afterEach(async () => {
    for (const command of commands.splice(0)) command.kill('SIGKILL');
    await freeLock();
  });
  after(() => stand?.close());

  async function deployAndWatch(behaviour: Partial<Behaviour>, seconds: number): Promise<WatchedDeployment> {
    const source = await stand.writeSource(behaviour);
    const options = ['--allow-unproven', '--watch-seconds', String(seconds)];
    const deployment = await startWatchedDeployment(stand, source, ...options);
    commands.push(deployment.process);
    return deployment;
  }
  /** As a command does that writes nothing before its end. */
  const holdLock = async (): Promise<void> => {
    lock = await acquireLock(stand.root, { by: 'ada', verb: 'prune' });
  };
  async function freeLock(): Promise<void> {
    await lock?.release();
    lock = undefined;
  }

  /** A rollback that verifies the release fails by that, until the file is restored. */
  const changeFile = async (release: string): Promise<void> => {
    const file = join(releaseFolder(stand.root, release), 'service', 'main.ts');
    const text = await readFile(file, 'utf8');
    await chmod(file, 0o644);
    await writeFile(file, `${text}\n// changed\n`);
    restore = () => writeFile(file, text);
  };

  for (const [obstacle, { raise, remove, reason }] of Object.entries({
    'somebody holds the lock': { raise: holdLock, remove: freeLock, reason: 'a prune by ada' },
    'the proxy is being started again': {
      raise: () => stand.stopProxy(),
      remove: () => stand.startProxy(),
      reason: 'the proxy at ',
    },
    'an attempt at it has failed': {
      raise: changeFile,
      remove: () => restore(),
      reason: 'the rollback to ',
    },
  }))
    it(`rolls back a bad release as soon as it can when ${obstacle}, and says what it waits for`, async () => {
      const before = String(await stand.current());
      const faultOnceThere = join(stand.folder, `fault-${obstacle}`);
      const users = await underLoad(
        stand.frontUrl,
        4,
        async () => {
          const command = await deployAndWatch({ diesAfterMs: 1, faultOnceThere }, 60);
          await command.says('watching ');
          await raise(before);
          await writeFile(faultOnceThere, '');
          await command.says(`the rollback waits, and is tried again: ${reason}`);
          await remove();
          const [code] = await command.exited;
          return { code, output: command.output };
        },
        userPauseMs,
      );
      const { code, output } = users.result;
      expect(code, output).to.equal(1);
      expect(output).to.match(/rollback to \S+ done in /);
      expect(output.match(/the rollback waits/g)).to.have.length(1);
      expect(await stand.serving()).to.equal(before);
      expect(await stand.runningSlots()).to.equal(1);
    });

  it('goes on beside commands that move no traffic, and waits with its own end for theirs', async () => {
    const command = await deployAndWatch({}, 6);
    await command.says('watching ');
    expect((await stand.run('prune')).exitCode).to.equal(0);
    await holdLock();
    await command.says('its end waits: a prune by ada');
    await freeLock();
    const [code] = await command.exited;
    expect(code, command.output).to.equal(0);
    expect(command.output).to.match(/^watch of \S+ done in /m);
    expect(await stand.runningSlots()).to.equal(1);
  });

  it('that is interrupted while the lock is held says that the standby is left, and how it is ended', async () => {
    const command = await deployAndWatch({}, 60);
    await command.says('watching ');
    await holdLock();
    command.process.kill('SIGINT');
    const [code] = await command.exited;
    expect(code, command.output).to.equal(0);
    expect(command.output).to.match(
      /^the watch of \S+ is over: interrupted by SIGINT; .* still stands by, since a prune by ada .*"npm run deploy -- resume" ends what is left\.$/m,
    );
    await freeLock();
    expect((await stand.run('resume')).exitCode).to.equal(0);
    expect(await stand.runningSlots()).to.equal(1);
  });

  it('ends well when another deployment takes the slot of the standby, though that one fails', async () => {
    const command = await deployAndWatch({}, 60);
    await command.says('watching ');
    const promoted = await stand.current();
    const other = await stand.run('deploy', '--source', await stand.writeSource({ canMigrate: false }));
    expect(other.exitCode, other.output).to.equal(1);
    const [code] = await command.exited;
    expect(code, command.output).to.equal(0);
    expect(command.output).to.match(/the watch of \S+ is over: \S+ no longer stands by\.$/m);
    expect([await stand.current(), await stand.serving()]).to.deep.equal([promoted, promoted]);
  });

  it('begins although cleaning up had a fault, which the exit code tells at its end', async () => {
    // Slow requests keep the old release from being drained at once; what becomes of them is not looked at.
    const slow = setInterval(() => fetch(`${stand.frontUrl}/slow`).catch(() => undefined), slowEveryMs);
    const command = await deployAndWatch({}, 3);
    await command.says(' s] make ').finally(() => clearInterval(slow));
    await stand.stopProxy();
    await command.says('it serves, but cleaning up failed: the proxy at ');
    await stand.startProxy();
    await command.says('watching ');
    const [code] = await command.exited;
    expect(code, command.output).to.equal(1);
    expect(command.output).to.match(/^watch of \S+ done in /m);
    expect(await stand.runningSlots()).to.equal(1);
    expect(await stand.serving()).to.equal(await stand.current());
  });
});
