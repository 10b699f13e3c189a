import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { nodeFileSystem } from './file-system.ts';
import { acquireLock, lockState } from './lock.ts';

const contender = `
  import { acquireLock } from ${JSON.stringify(new URL('./lock.ts', import.meta.url).href)};
  acquireLock(process.argv[1], { by: 'test', verb: 'deploy' }).then(
    () => { console.log('won'); process.stdin.resume(); },
    (error) => { console.log(error.message); process.exit(1); });
`;

function contend(root: string): { child: ReturnType<typeof spawn>; says: Promise<string> } {
  const child = spawn(process.execPath, ['--input-type=module', '-e', contender, root], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  return { child, says: once(child.stdout!, 'data').then(([line]) => String(line).trim()) };
}

describe('lock', () => {
  let root = '';
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'tocsin-lock-'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('says who holds it and since when', async () => {
    const lock = await acquireLock(root, { by: 'ada', verb: 'deploy' });
    const refusal = await acquireLock(root, { by: 'bob', verb: 'rollback' }).catch(
      (error: Error) => error.message,
    );
    expect(refusal).to.match(new RegExp(`a deploy by ada \\(pid ${process.pid} on .*\\) holds .* since 20`));
    await lock.release();
    await (await acquireLock(root, { by: 'bob', verb: 'rollback' })).release();
    expect(await readdir(root)).to.deep.equal([]);
  });

  it('shows a heartbeat while it is held, in the refusal too, and none of an earlier owner', async () => {
    const lock = await acquireLock(root, { by: 'ada', verb: 'deploy' });
    const refusal = await acquireLock(root, { by: 'bob', verb: 'rollback' }).catch(
      (error: Error) => error.message,
    );
    expect(refusal).to.match(/, last heard of at 20/);
    const state = await lockState(root);
    expect(state?.isDead).to.equal(false);
    expect(state?.beat?.number).to.equal(1);
    await writeFile(
      join(root, 'lock.heartbeat'),
      '{"token":"another","number":1,"at":"2026-11-21T07:43:12.000Z"}',
    );
    expect((await lockState(root))?.beat).to.equal(undefined);
    await lock.release();
  });

  it('frees only its own', async () => {
    const lock = await acquireLock(root, { by: 'ada', verb: 'deploy' });
    const path = join(root, 'lock');
    const others = (await readFile(path, 'utf8')).replace(/"token":"[^"]*"/, '"token":"another"');
    await writeFile(path, others);
    await lock.release();
    expect(await readFile(path, 'utf8')).to.equal(others);
  });

  it('is not taken over when it cannot be read', async () => {
    await writeFile(join(root, 'lock'), '');
    const refusal = await acquireLock(root, { by: 'ada', verb: 'deploy' }).catch(
      (error: Error) => error.message,
    );
    expect(refusal).to.include('not a lock that this program wrote');
  });

  it('is won by one of many who start together, and by one of many who find its owner dead', async () => {
    for (const round of ['free', 'dead owner']) {
      const contenders = Array.from({ length: 8 }, () => contend(root));
      const answers = await Promise.all(contenders.map(({ says }) => says));
      for (const { child } of contenders) child.kill('SIGKILL');
      await Promise.all(
        contenders.map(({ child }) => (child.exitCode ?? child.signalCode) !== null || once(child, 'exit')),
      );
      expect(
        answers.filter((answer) => answer === 'won'),
        `${round}: ${answers.join('\n')}`,
      ).to.have.length(1);
    }
  });

  it('is never free while it is taken over', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    const left = await acquireLock(root, { by: 'ada', verb: 'deploy' });
    const path = join(root, 'lock');
    await writeFile(path, (await readFile(path, 'utf8')).replace(`"pid":${process.pid}`, `"pid":${pid}`));
    const intruders: string[] = [];
    const intrude = async (): Promise<void> => {
      const tried = acquireLock(root, { by: 'eve', verb: 'rollback' });
      intruders.push(
        await tried.then(
          () => 'won',
          (error: Error) => error.message,
        ),
      );
    };
    const around =
      <A extends readonly string[]>(operation: (...paths: A) => Promise<void>) =>
      async (...paths: A): Promise<void> => {
        // Afterwards it is freed, and then anybody may have it.
        if (paths.at(-1) !== path || intruders.length === 2) return operation(...paths);
        await intrude();
        await operation(...paths);
        await intrude();
      };
    const files = {
      ...nodeFileSystem,
      remove: around(nodeFileSystem.remove),
      rename: around(nodeFileSystem.rename),
    };
    const lock = await acquireLock(root, { by: 'bob', verb: 'deploy' }, files);
    expect(lock.takenFrom?.by).to.equal('ada');
    expect(intruders).to.have.length(2);
    for (const answer of intruders) expect(answer).to.match(/^a deploy by bob .* holds /);
    for (const each of [left, lock]) await each.release();
  });

  /** Takes the lock, changes what it says of its process and host, and gives what the next one hears. */
  async function refusalOf(change: {
    host?: string;
    process?: Readonly<Record<string, unknown>>;
  }): Promise<string> {
    const path = join(root, 'lock');
    const lock = await acquireLock(root, { by: 'ada', verb: 'deploy' });
    const owner = JSON.parse(await readFile(path, 'utf8'));
    await writeFile(
      path,
      JSON.stringify({ ...owner, ...change, process: { ...owner.process, ...change.process } }),
    );
    const refusal = await acquireLock(root, { by: 'bob', verb: 'rollback' }).then(
      async (taken) => {
        await taken.release();
        return 'won';
      },
      (error: Error) => error.message,
    );
    await lock.release();
    return refusal;
  }

  for (const [what, change] of [
    ['boot is not known', { process: { bootId: null } }],
    ['start is not known', { process: { startTicks: null } }],
    ['process is in another pid namespace', { process: { pid: 1, pidNamespace: 'pid:[1]' } }],
    ['process is on another host', { host: 'elsewhere', process: { pid: 1 } }],
  ] as const)
    it(`is not taken from an owner whose ${what}, and the refusal names the way out`, async () => {
      const pid = 'pid' in change.process ? change.process.pid : process.pid;
      expect(await refusalOf(change))
        .to.match(/^a deploy by ada .* Wait for it to end; whether it lives cannot be told from here\. /)
        .and.match(
          new RegExp(`Look for pid ${pid} on .*; if no deploy is there, remove ${join(root, 'lock')}\\.$`),
        );
    });

  it('promises to be taken over only where the death of its owner would be seen', async () => {
    expect(await refusalOf({})).to.match(/; its lock is taken over by itself once that process is dead\.$/);
    // As written before pid namespaces were.
    expect(await refusalOf({ process: { pidNamespace: undefined } })).to.match(
      /; its lock is taken over by itself/,
    );
  });

  for (const [what, change] of [
    ['has another start', { startTicks: 1 }],
    ['was of another boot', { bootId: 'another boot', pidNamespace: 'pid:[1]' }],
  ] as const)
    it(`is taken over when its owner ${what}`, async () => {
      expect(await refusalOf({ process: change })).to.equal('won');
    });

  it('is not taken by who sees no process of its owner, from inside another pid namespace', async function () {
    const inside = ['--user', '--map-root-user', '--fork', '--pid', '--mount-proc'];
    if (spawnSync('unshare', [...inside, 'true']).status !== 0) {
      console.log('      not tried: this user may make no pid namespace');
      return;
    }
    this.timeout(30_000);
    const lock = await acquireLock(root, { by: 'ada', verb: 'deploy' });
    const args = [...inside, process.execPath, '--input-type=module', '-e', contender, root];
    const { stdout } = spawnSync('unshare', args, { input: '', encoding: 'utf8' });
    expect(stdout).to.match(/^a deploy by ada .* whether it lives cannot be told from here/);
    await lock.release();
  });

  it('is not taken from a living owner whose pid was the dead one of a previous boot', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    const lock = await acquireLock(root, { by: 'ada', verb: 'deploy' });
    const path = join(root, 'lock');
    const dead = (await readFile(path, 'utf8')).replace(`"pid":${process.pid}`, `"pid":${pid}`);
    await writeFile(path, dead);
    const successor = await acquireLock(root, { by: 'bob', verb: 'rollback' });
    expect(successor.takenFrom?.by).to.equal('ada');
    for (const each of [lock, successor]) await each.release();
  });
});
