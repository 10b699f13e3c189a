import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { appendEntry, type NewEntry, readJournal } from './journal.ts';
import { acquireLock, lockState } from './lock.ts';
import { readPointer, writePointer } from './pointer.ts';
import { readSlots, writeSlot } from './slots.ts';
import { windowsFileSystem } from './testing/windows-file-system.ts';

const a = { id: '20261121T074312Z', sequence: 7, previous: ['20261120T010101Z'] };
const b = { id: '20261122T010101Z', sequence: 8, previous: [a.id] };
const entry = {
  at: '2026-11-21T07:43:12.000Z',
  operation: 'deploy-1',
  verb: 'deploy',
  phase: 'intent',
} as const satisfies NewEntry;

describe('state of a deployment under the rules of Windows', () => {
  let root = '';
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'tocsin-windows-'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('has a pointer that waits for a reader to let go of it', async () => {
    const files = windowsFileSystem({ hasLinks: true });
    await writePointer(root, a, files);
    const letGo = files.hold(join(root, 'current'));
    const written = writePointer(root, b, files);
    await pause(100);
    expect(await readPointer(root, files)).to.deep.equal(a);
    letGo();
    await written;
    expect(await readPointer(root, files)).to.deep.equal(b);
    expect(files.refused)
      .to.include('EPERM rename current')
      .and.include(`EISDIR open ${root.split('/').at(-1)}`);
  });

  it('has a pointer that says who is in the way when nobody lets go, and is the old one still', async () => {
    const files = windowsFileSystem({ hasLinks: true });
    await writePointer(root, a, files);
    files.hold(join(root, 'current'));
    const startedAt = performance.now();
    const refusal = await writePointer(root, b, files).catch((error: Error) => error.message);
    expect(refusal).to.match(/current cannot be replaced .*EPERM.* another program has had it open for 2 s/);
    expect(performance.now() - startedAt).to.be.lessThan(4_000);
    expect(await readPointer(root, files)).to.deep.equal(a);
    expect(await readdir(root)).to.deep.equal(['current']);
  });

  it('has slots that are written and read alike', async () => {
    const files = windowsFileSystem({ hasLinks: true });
    await writeSlot(root, 'blue', { release: a.id, port: 4_711 }, files);
    await writeSlot(root, 'green', { release: b.id, port: 4_712 }, files);
    await writeSlot(root, 'blue', undefined, files);
    expect(await readSlots(root, files)).to.deep.equal({ green: { release: b.id, port: 4_712 } });
  });

  it('has a journal that is appended to, healed and read alike', async () => {
    const files = windowsFileSystem({ hasLinks: true });
    await appendEntry(root, entry, files);
    await appendFile(join(root, 'journal.jsonl'), '{"version":2,"at":"20');
    await appendEntry(root, { ...entry, phase: 'done' }, files);
    const { entries, torn } = await readJournal(root, files);
    expect(torn).to.equal(undefined);
    expect(entries.map(({ phase }) => phase)).to.deep.equal(['intent', 'healed', 'done']);
  });

  for (const hasLinks of [true, false])
    describe(`where links ${hasLinks ? 'can' : 'cannot'} be had`, () => {
      it('has a lock that is held by one, shown with its heartbeat, and freed', async () => {
        const files = windowsFileSystem({ hasLinks });
        const lock = await acquireLock(root, { by: 'ada', verb: 'deploy' }, files);
        const refusal = await acquireLock(root, { by: 'bob', verb: 'rollback' }, files).catch(
          (error: Error) => error.message,
        );
        expect(refusal).to.match(/a deploy by ada .* holds .* since 20/);
        const state = await lockState(root, files);
        expect(state).to.include({ isDead: false });
        expect(state?.owner.by).to.equal('ada');
        await lock.release();
        expect(await readdir(root)).to.deep.equal([]);
        expect(files.refused.some((refused) => refused.startsWith('EINVAL'))).to.equal(false);
      });

      it('has a lock that one of many gets', async () => {
        const files = windowsFileSystem({ hasLinks });
        const tries = await Promise.allSettled(
          Array.from({ length: 10 }, (_, number) =>
            acquireLock(root, { by: `user ${number}`, verb: 'deploy' }, files),
          ),
        );
        const won = tries.flatMap((attempt) => (attempt.status === 'fulfilled' ? [attempt.value] : []));
        expect(won).to.have.length(1);
        for (const attempt of tries)
          if (attempt.status === 'rejected') expect(attempt.reason.message).to.include('holds');
        await won[0]?.release();
        expect(await readdir(root)).to.deep.equal([]);
      });

      it('has a lock that is taken from an owner of before a reboot, and from no living one', async () => {
        const files = windowsFileSystem({ hasLinks });
        const dead = await acquireLock(root, { by: 'ada', verb: 'deploy' }, files);
        const path = join(root, 'lock');
        const text = await readFile(path, 'utf8');
        await writeFile(path, text.replace(/"bootId":"[^"]*"/, '"bootId":"an-earlier-boot"'));
        expect((await lockState(root, files))?.isDead).to.equal(true);
        const successor = await acquireLock(root, { by: 'bob', verb: 'rollback' }, files);
        expect(successor.takenFrom?.by).to.equal('ada');
        const third = await acquireLock(root, { by: 'eve', verb: 'deploy' }, files).catch(
          (error: Error) => error.message,
        );
        expect(third).to.include('a rollback by bob');
        await successor.release();
        await dead.release();
      });
    });
});
