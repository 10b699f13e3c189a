import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { afterEach, before, describe, it } from 'mocha';
import { createDatabase, createStore } from './testing/database.test.ts';
import { call } from './testing/desk.test.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

interface Desk {
  readonly process: ChildProcess;
  output(): string;
}

describe('the desk as a process', () => {
  let databaseUrl: string;
  let running: ChildProcess | undefined;

  before(async () => {
    ({ url: databaseUrl } = await createStore('process'));
  });
  afterEach(() => void running?.kill('SIGKILL'));

  function start(env: Readonly<Record<string, string>>, args: readonly string[] = ['service/main.ts']): Desk {
    const child = spawn(process.execPath, ['--import', './service/telemetry/start.ts', ...args], {
      cwd: root,
      env: { PATH: process.env.PATH, PORT: '0', ...env },
    });
    running = child;
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    return { process: child, output: () => output };
  }

  async function portOf(desk: Desk): Promise<number> {
    const deadline = performance.now() + 10_000;
    while (performance.now() < deadline) {
      const port = /"message":"listening","port":(\d+)/.exec(desk.output())?.[1];
      if (port !== undefined) return Number(port);
      if (desk.process.exitCode !== null) break;
      await new Promise((resolve) => setImmediate(resolve));
    }
    throw new Error(`the desk did not listen: ${desk.output()}`);
  }

  it('answers what is in flight after SIGTERM, then exits 0 within 5 s', async () => {
    const desk = start({ DATABASE_URL: databaseUrl });
    const port = await portOf(desk);
    expect((await call(`http://127.0.0.1:${port}/health/ready`)).status).to.equal(200);

    // Half a request is in flight when the signal comes; its other half follows.
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk));
    const body = JSON.stringify({ version: '4', alerts: [] });
    const ended = once(socket, 'close');
    socket.write(
      `POST /api/alerts HTTP/1.1\r\nHost: desk\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`,
    );
    await metricReaches(port, 'http_requests_in_flight 2');
    const startedAt = performance.now();
    desk.process.kill('SIGTERM');
    await refuses(port);
    socket.write(body);
    await ended;
    expect(answer).to.match(/^HTTP\/1.1 200/);
    const [code] =
      desk.process.exitCode === null ? await once(desk.process, 'exit') : [desk.process.exitCode];
    expect(code).to.equal(0);
    expect(performance.now() - startedAt).to.be.below(5000);
    expect(desk.output()).to.contain('"message":"stopped"');
  });

  it('reports every fault of its environment and exits 1', async () => {
    const desk = start({ LOG_LEVEL: 'loud' });
    const [code] = await once(desk.process, 'exit');
    expect(code).to.equal(1);
    expect(desk.output()).to.match(/2 fault\(s\)[\s\S]*DATABASE_URL[\s\S]*LOG_LEVEL/);
  });

  it('names the address that it cannot have', async () => {
    const first = start({ DATABASE_URL: databaseUrl });
    const port = await portOf(first);
    const second = start({ DATABASE_URL: databaseUrl, PORT: String(port) });
    const [code] = await once(second.process, 'exit');
    first.process.kill('SIGKILL');
    expect(code).to.equal(1);
    expect(second.output()).to.contain(`Cannot listen on 127.0.0.1:${port}`);
  });

  it('is not ready on a database that no migration has seen, and says what to run', async () => {
    const empty = await createDatabase('never_migrated');
    const desk = start({ DATABASE_URL: empty });
    const port = await portOf(desk);
    const ready = await call(`http://127.0.0.1:${port}/health/ready`);
    expect(ready.status).to.equal(503);
    expect(ready.text).to.contain('migra');
    const migrated = start({ DATABASE_URL: empty }, ['service/migrate.ts']);
    expect(await once(migrated.process, 'exit')).to.deep.equal([0, null]);
    expect((await call(`http://127.0.0.1:${port}/health/ready`)).status).to.equal(200);
    desk.process.kill('SIGKILL');
  });

  it('fails to migrate a database that is not there with a sentence and exit code 1, without the password', async () => {
    const desk = start({ DATABASE_URL: 'postgres://desk:hunter2@127.0.0.1:1/none' }, ['service/migrate.ts']);
    const [code] = await once(desk.process, 'exit');
    expect(code).to.equal(1);
    expect(desk.output()).to.contain('Migrating 127.0.0.1:1/none failed').and.not.contain('hunter2');
  });
});

async function metricReaches(port: number, line: string): Promise<void> {
  const deadline = performance.now() + 5000;
  while (!(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()).includes(line))
    if (performance.now() > deadline) throw new Error(`/metrics never showed "${line}"`);
}

async function refuses(port: number): Promise<void> {
  const deadline = performance.now() + 5000;
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const isRefused = await Promise.race([
      once(socket, 'connect').then(
        () => false,
        () => true,
      ),
    ]);
    socket.destroy();
    if (isRefused) return;
    if (performance.now() > deadline) throw new Error(`port ${port} still accepts`);
  }
}
