import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { runCommand } from '../../programs/run.ts';
import { nodeOptionsFor } from '../drill/injection.ts';
import { installedFiles, sourceFiles, writeTree } from '../stand/source-tree.ts';
import { appendEntry, readJournal } from '../state/journal.ts';
import { acquireLock } from '../state/lock.ts';
import { writePointer } from '../state/pointer.ts';
import { writeSlot } from '../state/slots.ts';
import { buildRelease } from './build.ts';
import { free, planPruning } from './prune.ts';
import { chooseKept } from './retention.ts';

const main = join(import.meta.dirname, '..', 'main.ts');

describe('retention of releases', () => {
  const releases = ['a', 'b', 'c', 'd', 'e', 'f'];

  it('keeps current, last good, previous, what a slot holds, and a count, each with its reason', () => {
    const stock = { releases, current: 'c', good: ['gone', 'a'], replaced: 'e', inSlots: ['c', 'd'] };
    expect(Object.fromEntries(chooseKept(stock, 1))).to.deep.equal({
      c: 'current',
      a: 'last good',
      e: 'previous',
      d: 'in a slot',
      f: 'one of the newest 1',
    });
  });

  it('keeps nothing that is not there', () => {
    const stock = { releases: [], current: 'x', good: ['y'], replaced: 'z', inSlots: ['x'] };
    expect(chooseKept(stock, 5).size).to.equal(0);
  });
});

describe('prune', function () {
  this.timeout(60_000);
  let folder = '';
  let root = '';
  const ids = [1, 2, 3, 4, 5, 6].map((second) => `20261121T07431${second}Z`);
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tocsin-prune-'));
    root = join(folder, 'deploy');
    await writeTree(folder, { ...sourceFiles, ...installedFiles });
    for (const [place, id] of ids.entries()) {
      // The first three were built for other dependencies.
      await writeTree(folder, {
        'package-lock.json': `${sourceFiles['package-lock.json']}${place < 3 ? '\n' : ''}`,
      });
      const { signal } = new AbortController();
      await buildRelease({ root, source: folder, id, builder: 'ada', now: new Date(), signal });
    }
    await writeTree(root, {
      'incoming/20261121T070000Z/service/half.ts': 'torn',
      'releases/README.md': 'not ours',
    });
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const [a = '', b = '', c = '', d = '', e = '', f = ''] = ids;
  const run = (...args: string[]) => runWith([], ...args);
  const runWith = async (nodeOptions: readonly string[], ...args: string[]) => {
    const env = {
      STACK_ENV_FILE: join(folder, 'none'),
      DEPLOY_ROOT: root,
      HAPROXY_SOCKET: '/none',
      HAPROXY_FRONT: 'localhost:1',
    };
    const { exitCode, stdout, stderr } = await runCommand(
      process.execPath,
      [...nodeOptions, main, 'prune', ...args],
      { env },
    );
    return { exitCode, output: stdout + stderr };
  };
  /** As a deployment does that is killed. */
  const leaveDeadLock = async (): Promise<void> => {
    const lock = pathToFileURL(join(import.meta.dirname, '..', 'state', 'lock.ts'));
    await runCommand(process.execPath, [
      ...['--input-type=module', '--eval'],
      `import { acquireLock } from '${lock}';
      await acquireLock(${JSON.stringify(root)}, { by: 'bob', verb: 'deploy' });
      process.kill(process.pid, 'SIGKILL');`,
    ]);
  };
  const left = async (of: string): Promise<string[]> => (await readdir(join(root, of))).sort();

  it('frees what was compiled of a release together with it', async () => {
    const [oldest = '', newest = ''] = [ids[0], ids.at(-1)];
    for (const id of [oldest, newest])
      await writeTree(root, { [`compiled/${id}/v24/code.cache`]: 'of Node' });
    await free(root, (await planPruning(root, 1)).freeable);
    expect(await readdir(join(root, 'compiled'))).to.deep.equal([newest]);
  });

  it('frees what nobody needs, says how much, and leaves a line in the journal', async () => {
    await writePointer(root, { id: e, sequence: 5, previous: [d] });
    const { exitCode, output } = await run('--keep', '1');
    expect(exitCode, output).to.equal(0);
    expect(await left('releases')).to.deep.equal([d, e, f, 'README.md']);
    expect(await left('dependencies')).to.have.length(1);
    expect(await left('incoming')).to.deep.equal([]);
    expect(output)
      .to.include(`keep  ${d}  last good`)
      .and.match(new RegExp(`free  ${a}  release, [\\d.]+ kB`))
      .and.match(
        /^prune freed 3 releases, 1 set of dependencies, 1 remnant of a crashed build, [\d.]+ kB\.$/m,
      );
    const { entries } = await readJournal(root);
    expect(entries.at(-1)).to.deep.include({ verb: 'prune', phase: 'end' });
    expect((await run('--keep', '1')).output).to.include('prune freed nothing.');
  });

  it('keeps the dependencies of what it keeps, and what served before a rollback', async () => {
    await writePointer(root, { id: b, sequence: 2, previous: [] });
    await writeSlot(root, 'blue', { release: c, port: 1 });
    await appendEntry(root, {
      at: new Date().toISOString(),
      operation: 'x',
      verb: 'rollback',
      phase: 'begin',
      detail: { release: b, previous: e },
    });
    const { exitCode, output } = await run('--keep', '1');
    expect(exitCode, output).to.equal(0);
    expect(await left('releases')).to.deep.equal([b, c, e, f, 'README.md']);
    expect(await left('dependencies')).to.have.length(2);
  });

  it('tells the same of a dry run, as JSON too, and touches nothing', async () => {
    const { exitCode, output } = await run('--keep', '2', '--dry-run', '--json');
    expect(exitCode, output).to.equal(0);
    const told = JSON.parse(output);
    expect(told.kept.map(({ id }: { id: string }) => id)).to.deep.equal([e, f]);
    const dead = await readFile(join(root, 'releases', a, 'manifest.json'));
    expect(told.freedBytes).to.be.greaterThan(dead.length);
    expect(await left('releases')).to.have.length(7);
    expect(await left('incoming')).to.have.length(1);
  });

  it('takes over the lock of a dead command, says so and writes it down, before it frees anything', async () => {
    await leaveDeadLock();
    const { exitCode, output } = await run('--keep', '1');
    expect(exitCode, output).to.equal(0);
    expect(output).to.match(/^took over the lock of a deploy by bob[\s\S]*^prune freed /m);
    const { entries } = await readJournal(root);
    expect(entries.map(({ verb, phase }) => `${verb} ${phase}`)).to.deep.equal([
      'prune takeover',
      'prune end',
    ]);
    expect(new Set(entries.map(({ operation }) => operation)).size).to.equal(2);
  });

  it('tells of a lock that it took over in its JSON, which stays one document', async () => {
    await leaveDeadLock();
    const { exitCode, output } = await run('--keep', '1', '--json');
    expect(exitCode, output).to.equal(0);
    expect(JSON.parse(output).notices.join()).to.include('took over the lock of a deploy by bob');
  });

  it('tells what it frees before it does', async () => {
    const cutOff = nodeOptionsFor({ kind: 'kill-before-entry', entry: 'end' });
    const { output } = await runWith(cutOff, '--keep', '1');
    expect(output).to.include(`free  ${a}  release`).and.include(`keep  ${f}`).and.not.include('prune freed');
    expect(await left('releases')).to.not.include(a);
  });

  it('waits for nobody: while another command holds the lock it is refused', async () => {
    await mkdir(root, { recursive: true });
    const lock = await acquireLock(root, { by: 'ada', verb: 'deploy' });
    try {
      const { exitCode, output } = await run();
      expect(exitCode, output).to.equal(1);
      expect(output).to.include('prune refused: a deploy by ada');
      expect(await left('releases')).to.have.length(7);
    } finally {
      await lock.release();
    }
  });
});
