import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { type Child, startChild } from './child.ts';
import { freePort } from './ports.ts';
import { identify } from './process-identity.ts';

describe('startChild', () => {
  let runDir: string;
  const started: Child[] = [];
  beforeEach(() => {
    runDir = mkdtempSync(join(tmpdir(), 'tocsin-child-'));
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map((child) => child.stop({ signal: 'SIGKILL' })));
    rmSync(runDir, { recursive: true, force: true });
  });

  const startScript = async (
    script: string,
    ready: (child: Child) => Promise<boolean>,
    readyTimeoutMs = 5_000,
  ) => {
    const child = await startChild({
      name: 'patient',
      command: process.execPath,
      args: ['-e', script],
      env: { ASKED_FOR: 'yes' },
      runDir,
      ready,
      readyTimeoutMs,
    });
    started.push(child);
    return child;
  };
  const says = (text: string) => async (child: Child) => readFileSync(child.logPath, 'utf8').includes(text);
  const failureOf = async (promise: Promise<unknown>): Promise<string> =>
    promise.then(
      () => expect.fail('it started'),
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );

  it('records the child with what proves its identity, and forgets it when it is stopped', async () => {
    const child = await startScript('console.log("up"); setInterval(() => {}, 1000)', says('up'));
    const record = JSON.parse(readFileSync(join(runDir, 'processes', 'patient.json'), 'utf8'));
    expect(record).to.include({ name: 'patient', pid: child.pid, command: process.execPath });
    if (process.platform === 'linux') expect(record.startTicks).to.be.a('number');
    expect(await failureOf(startScript('', says('up')))).to.contain(`running already in ${runDir}`);
    await child.stop();
    expect(child.hasExited).to.equal(true);
    expect(await child.exited).to.deep.equal({ code: null, signal: 'SIGTERM' });
    expect(existsSync(join(runDir, 'processes', 'patient.json'))).to.equal(false);
  });

  it('ends a child that ignores SIGTERM, and its grandchildren, within the bound', async () => {
    const stubborn = `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000);
      const { pid } = require('node:child_process').spawn(process.execPath, ['-e', "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)"]);
      console.log('grandchild ' + pid + ' is up');`;
    const child = await startScript(stubborn, says('is up'));
    const grandchild = Number(/grandchild (\d+)/.exec(readFileSync(child.logPath, 'utf8'))?.[1]);
    expect(isRunning(grandchild)).to.equal(true);
    const before = performance.now();
    await child.stop({ graceMs: 200 });
    expect(performance.now() - before).to.be.below(2_000);
    expect(isRunning(child.pid)).to.equal(false);
    await until(() => !isRunning(grandchild));
  });

  it('passes only what was asked for: no secret of the parent gets into a child', async () => {
    process.env.TOCSIN_TEST_SECRET = 'hush';
    const child = await startScript(
      'console.log(Object.keys(process.env).join()); setInterval(() => {}, 1000)',
      says('ASKED_FOR'),
    );
    delete process.env.TOCSIN_TEST_SECRET;
    expect(readFileSync(child.logPath, 'utf8')).to.contain('PATH').and.not.to.contain('TOCSIN_TEST_SECRET');
  });

  it('names the cause, the log and what to do when the port is taken', async () => {
    const port = await freePort();
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(port, '127.0.0.1', resolve));
    const failure = await failureOf(
      startScript(`require('node:http').createServer().listen(${port}, '127.0.0.1')`, says('never')),
    );
    await new Promise((resolve) => holder.close(resolve));
    expect(failure).to.match(/^patient ended while starting \(exit code 1\); it said: .*EADDRINUSE/);
    expect(failure)
      .to.contain(join(runDir, 'logs', 'patient.log'))
      .and.to.contain('another program has the port');
    expect(existsSync(join(runDir, 'processes', 'patient.json'))).to.equal(false);
  });

  it('gives up on a child that never becomes ready, and ends it', async () => {
    const failure = await failureOf(
      startScript('console.log("pid " + process.pid); setInterval(() => {}, 1000)', says('never'), 600),
    );
    expect(failure).to.contain('was not ready within 0.6 s; it said: pid ');
    expect(isRunning(Number(/pid (\d+)/.exec(failure)?.[1]))).to.equal(false);
  });

  it('gives up and ends the child when it is aborted while starting', async () => {
    const interrupt = new AbortController();
    let pid = 0;
    const starting = startChild({
      name: 'patient',
      command: process.execPath,
      args: ['-e', 'setInterval(() => {}, 1000)'],
      runDir,
      signal: interrupt.signal,
      ready: async (child) => {
        pid = child.pid;
        interrupt.abort(new Error('interrupted'));
        return false;
      },
    });
    expect(await failureOf(starting)).to.equal('interrupted');
    expect(isRunning(pid)).to.equal(false);
    expect(existsSync(join(runDir, 'processes', 'patient.json'))).to.equal(false);
  });

  it('says so when the program is not there', async () => {
    const missing = startChild({
      name: 'ghost',
      command: '/nowhere/ghost',
      args: [],
      runDir,
      ready: async () => true,
    });
    expect(await failureOf(missing)).to.match(
      /^ghost could not be started: .*ENOENT.*check that \/nowhere\/ghost is there/,
    );
  });

  it('says so when the work folder cannot be written', async () => {
    writeFileSync(join(runDir, 'occupied'), '');
    const child = startChild({
      name: 'x',
      command: process.execPath,
      args: [],
      runDir: join(runDir, 'occupied'),
      ready: async () => true,
    });
    expect(await failureOf(child)).to.match(/^cannot make the folder .*occupied.*a file is in the way/);
  });
});

async function until(claim: () => boolean): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (!claim()) {
    if (Date.now() > deadline) expect.fail('did not come about within 5 s');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A zombie does not count: in a container without an init nobody may ever collect it. */
function isRunning(pid: number): boolean {
  return identify(pid).startTicks !== null;
}
