import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { sweepLeftovers } from './leftovers.ts';
import { identify } from './process-identity.ts';
import { recordProcess } from './process-record.ts';

const childModule = new URL('./child.ts', import.meta.url).href;

describe('sweepLeftovers', () => {
  let runDir: string;
  const spawned: number[] = [];
  beforeEach(() => {
    runDir = mkdtempSync(join(tmpdir(), 'tocsin-leftovers-'));
  });
  afterEach(() => {
    for (const pid of spawned.splice(0)) if (isRunning(pid)) process.kill(pid, 'SIGKILL');
    rmSync(runDir, { recursive: true, force: true });
  });

  /** A parent that starts a child and waits for it to become ready, which it never does. */
  async function startParent(): Promise<{ parent: number; child: number }> {
    const script = `import { startChild } from ${JSON.stringify(childModule)};
      await startChild({ name: 'orphan', command: process.execPath, args: ['-e', 'setInterval(() => {}, 1000)'],
        runDir: ${JSON.stringify(runDir)}, ready: async () => false, readyTimeoutMs: 60000 });`;
    const { pid = 0 } = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' });
    await until(() => existsSync(recordPath()) && readFileSync(recordPath(), 'utf8').endsWith('\n'));
    const child: number = JSON.parse(readFileSync(recordPath(), 'utf8')).pid;
    spawned.push(pid, child);
    return { parent: pid, child };
  }
  /** A child whose parent was killed with -9, with its record changed afterwards. */
  async function startOrphan(change: object = {}): Promise<number> {
    const { parent, child } = await startParent();
    process.kill(parent, 'SIGKILL');
    await until(() => !isRunning(parent));
    const record = JSON.parse(readFileSync(recordPath(), 'utf8'));
    writeFileSync(recordPath(), JSON.stringify({ ...record, ...change }));
    return child;
  }
  const recordPath = () => join(runDir, 'processes', 'orphan.json');

  it('ends what a parent killed with -9 left behind, even before it was ready', async () => {
    const { parent, child } = await startParent();
    process.kill(parent, 'SIGKILL');
    await until(() => !isRunning(parent));
    expect(isRunning(child)).to.equal(true);
    expect(await sweepLeftovers(runDir)).to.deep.equal([{ name: 'orphan', pid: child }]);
    await until(() => !isRunning(child));
    expect(existsSync(recordPath())).to.equal(false);
    expect(await sweepLeftovers(runDir)).to.deep.equal([]);
  });

  it('spares what a living parent looks after', async () => {
    const { parent, child } = await startParent();
    expect(await sweepLeftovers(runDir)).to.deep.equal([]);
    expect(isRunning(parent) && isRunning(child) && existsSync(recordPath())).to.equal(true);
  });

  for (const [what, change] of [
    ['a start time', { startTicks: 1 }],
    ['a boot', { bootId: 'another boot' }],
  ] as const) {
    it(`spares a process that only has the pid of the recorded one, by ${what}`, async () => {
      const child = await startOrphan(change);
      expect(await sweepLeftovers(runDir)).to.deep.equal([]);
      expect(isRunning(child)).to.equal(true);
      expect(existsSync(recordPath())).to.equal(false);
    });
  }

  for (const [what, change] of [
    ['its boot', { bootId: null }],
    ['its start', { startTicks: null }],
    ['anything, since it is in another pid namespace', { pidNamespace: 'pid:[1]' }],
  ] as const)
    it(`spares a process, and keeps its record, when it cannot know ${what}`, async () => {
      const child = await startOrphan(change);
      expect(await sweepLeftovers(runDir)).to.deep.equal([]);
      expect(isRunning(child) && existsSync(recordPath())).to.equal(true);
    });

  it('ends what is on a record of before pid namespaces were written down', async () => {
    const child = await startOrphan();
    const { pidNamespace: _, ...record } = JSON.parse(readFileSync(recordPath(), 'utf8'));
    const { pidNamespace: __, ...before } = record.parent;
    writeFileSync(recordPath(), JSON.stringify({ ...record, parent: before }));
    expect(await sweepLeftovers(runDir)).to.deep.equal([{ name: 'orphan', pid: child }]);
  });

  it('keeps the record of a process that it could not end, and says so after it has dealt with the others', async () => {
    const child = await startOrphan();
    // It leads no group of its own, so that no signal to its group ever reaches it.
    const { pid = 0 } = spawn('sleep', ['60'], { stdio: 'ignore' });
    spawned.push(pid);
    recordProcess(runDir, { name: 'survivor', pid, command: 'sleep', stopSignal: 'SIGTERM' });
    const failure = await sweepLeftovers(runDir).catch((error: Error) => error.message);
    expect(failure).to.match(new RegExp(`^survivor \\(pid ${pid}\\) survived SIGKILL`));
    expect(isRunning(child)).to.equal(false);
    expect(existsSync(recordPath())).to.equal(false);
    expect(existsSync(join(runDir, 'processes', 'survivor.json'))).to.equal(true);
  });

  it('drops a torn record and does not mind a folder that is not there', async () => {
    const { parent } = await startParent();
    process.kill(parent, 'SIGKILL');
    writeFileSync(recordPath(), '{"name":"orph');
    expect(await sweepLeftovers(runDir)).to.deep.equal([]);
    expect(existsSync(recordPath())).to.equal(false);
    expect(await sweepLeftovers(join(runDir, 'nowhere'))).to.deep.equal([]);
  });
});

async function until(claim: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!claim()) {
    if (Date.now() > deadline) expect.fail('did not come about within 10 s');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A zombie does not count: in a container without an init nobody may ever collect it. */
function isRunning(pid: number): boolean {
  return identify(pid).startTicks !== null;
}
