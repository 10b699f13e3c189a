/**
 * Loaded by Node in front of the deploy engine (--import), this does one thing to it that can happen to any process, and
 * nothing of it is in the engine itself. What, is said in the query of its address (drill/injection.ts).
 */
import fs from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { setTimeout as pause } from 'node:timers/promises';

const asked = new URL(import.meta.url).searchParams;

function number(name: string): number | undefined {
  const value = asked.get(name);
  return value === null ? undefined : Number(value);
}

const killBefore = number('kill-before');
const killAfter = number('kill-after');
const tearAt = number('tear');
const fullFrom = number('full-from');
const clockBackMs = number('clock-back-ms') ?? 0;
let waitingPlace = asked.get('wait-at-lock');

let lines = 0;
let writes = 0;

/** The journal's lines are where it is killed: before one, in the middle of one, after one is on the disk. */
function die(where: string, line: string): void {
  fs.writeSync(2, `killed ${where} line ${lines}: ${line.slice(0, 200)}\n`);
  process.kill(process.pid, 'SIGKILL');
  // The signal is on its way; nothing may happen until it is here.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10_000);
}

/** "done serve". */
function nameOf(line: string): string {
  return (
    /"phase":"(\w+)"(?:,"step":"([\w-]+)")?/
      .exec(line.trim().split('\n').at(-1) ?? '')
      ?.slice(1)
      .filter((word) => word !== undefined)
      .join(' ') ?? ''
  );
}

/** From the n-th write on there is no room left; one in two leaves half of what it was given, as a full disk does. */
function requireRoom(path: string): 'none' | 'half' | 'all' {
  writes += 1;
  if (fullFrom === undefined || writes < fullFrom) return 'all';
  if (writes === fullFrom) fs.writeSync(2, `disk full at write ${writes}: ${path}\n`);
  return writes % 2 === 0 ? 'half' : 'none';
}

function noSpace(path: string): Error {
  return Object.assign(new Error(`ENOSPC: no space left on device, write '${path}'`), { code: 'ENOSPC' });
}

/** However long each takes to start, all of them reach for the lock in the same moment. */
async function waitForTheOthers(folder: string): Promise<void> {
  fs.writeFileSync(`${folder}/${process.pid}`, '');
  while (!fs.existsSync(`${folder}/go`)) await pause(2);
}

const { open } = promises;

async function openInjected(...args: Parameters<typeof open>): ReturnType<typeof open> {
  const [path, flags = 'r'] = args;
  if (flags === 'r') return open(...args);
  const name = String(path);
  if (waitingPlace !== null && /\/lock\.[^/]*\.tmp$/.test(name)) {
    const folder = waitingPlace;
    waitingPlace = null;
    await waitForTheOthers(folder);
  }
  if (requireRoomToMake(name)) throw noSpace(name);
  const handle = await open(...args);
  const isJournal = name.endsWith('journal.jsonl') && flags === 'a';
  const { writeFile, appendFile, sync } = handle;
  let line = '';
  const write =
    (original: typeof writeFile): typeof writeFile =>
    async (data, ...rest) => {
      const room = requireRoom(name);
      const half = Buffer.from(String(data)).subarray(0, String(data).length / 2);
      if (room === 'half') await original.call(handle, half);
      if (room !== 'all') throw noSpace(name);
      if (isJournal) {
        lines += 1;
        line = String(data);
        if (lines === killBefore || nameOf(line) === asked.get('kill-before-entry')) die('before', line);
        if (lines === tearAt) {
          await original.call(handle, half);
          await sync.call(handle);
          die('inside', line);
        }
      }
      await original.call(handle, data, ...rest);
    };
  return Object.assign(handle, {
    writeFile: write(writeFile),
    appendFile: write(appendFile),
    sync: async () => {
      await sync.call(handle);
      if (isJournal && (lines === killAfter || nameOf(line) === asked.get('kill-after-entry')))
        die('after', line);
    },
  });
}

/** A file that is not there yet takes room for its name; that counts as no write of its own. */
function requireRoomToMake(path: string): boolean {
  return fullFrom !== undefined && writes >= fullFrom && !fs.existsSync(path);
}

const { writeFileSync } = fs;
function writeFileSyncInjected(...args: Parameters<typeof writeFileSync>): void {
  const path = String(args[0]);
  if (requireRoomToMake(path) || requireRoom(path) !== 'all') throw noSpace(path);
  writeFileSync(...args);
}
const { writeFile } = promises;
async function writeFileInjected(...args: Parameters<typeof writeFile>): Promise<void> {
  const path = String(args[0]);
  if (requireRoomToMake(path) || requireRoom(path) !== 'all') throw noSpace(path);
  await writeFile(...args);
}

Object.assign(promises, { open: openInjected, writeFile: writeFileInjected });
Object.assign(fs, { writeFileSync: writeFileSyncInjected });
syncBuiltinESMExports();

if (clockBackMs > 0) {
  const RealDate = Date;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args) =>
      args.length === 0 ? new target(target.now() - clockBackMs) : Reflect.construct(target, args),
    get: (target, name) =>
      name === 'now' ? () => target.now() - clockBackMs : Reflect.get(target, name, target),
  });
}
