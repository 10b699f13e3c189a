import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { startPostgres } from '../programs/servers/postgres.ts';
import { listen, stopServer } from './http/server.ts';
import { createDatabase, createStore } from './testing/database.test.ts';
import { alertOf, call, webhookOf } from './testing/desk.test.ts';
import { spawnDesk } from './testing/desk-process.test.ts';
import { until } from './testing/until.test.ts';

describe('the desk as a process', function () {
  this.timeout(60_000);
  let databaseUrl: string;

  before(async () => {
    ({ url: databaseUrl } = await createStore('process'));
  });

  it('answers what is in flight after SIGTERM, then exits 0 within 5 s', async () => {
    const desk = spawnDesk({ DATABASE_URL: databaseUrl });
    const port = await desk.port();
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
    await until('the request is in flight', async () =>
      (await call(`http://127.0.0.1:${port}/metrics`)).text.includes('http_requests_in_flight 2'),
    );
    const startedAt = performance.now();
    desk.child.kill('SIGTERM');
    await until('the port is closed', () => isRefused(port));
    socket.write(body);
    await ended;
    expect(answer).to.match(/^HTTP\/1.1 200/);
    expect(await desk.exited()).to.equal(0);
    expect(performance.now() - startedAt).to.be.below(5000);
    expect(desk.output()).to.contain('"message":"stopped"');
  });

  it('sends its last lines and exits 0 within 5 s while evidence waits for backends that never answer', async () => {
    let asked = 0;
    const hanging = createServer(() => (asked += 1));
    const told: string[] = [];
    const collector = createServer(async (request, response) => {
      told.push(await text(request));
      response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
    });
    const [backend, logs] = await Promise.all(
      [hanging, collector].map((server) => listen(server, { host: '127.0.0.1', port: 0 })),
    );
    const desk = spawnDesk({
      DATABASE_URL: databaseUrl,
      PROMETHEUS_URL: `http://127.0.0.1:${backend}`,
      LOKI_URL: `http://127.0.0.1:${backend}`,
      JAEGER_URL: `http://127.0.0.1:${backend}`,
      OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: `http://127.0.0.1:${logs}/v1/logs`,
    });
    try {
      const alert = alertOf({ fingerprint: 'hanging', labels: { environment: 'hanging' } });
      await call(`http://127.0.0.1:${await desk.port()}/api/alerts`, webhookOf([alert]));
      await until('evidence is waited for', async () => asked > 0);
      const startedAt = performance.now();
      desk.child.kill('SIGTERM');
      expect(await desk.exited()).to.equal(0);
      expect(performance.now() - startedAt).to.be.below(5000);
      expect(told.join('')).to.contain('stopped').and.contain('SIGTERM');
    } finally {
      await Promise.all([stopServer(hanging, 0), stopServer(collector, 0)]);
    }
  });

  it('outlives its database: 503 while it is gone, 200 when it is back', async () => {
    const runDir = mkdtempSync(join(tmpdir(), 'desk-store-'));
    const first = await startPostgres({ runDir, databases: ['desk'] });
    const url = first.urlOf('desk');
    expect(await spawnDesk({ DATABASE_URL: url }, 'service/migrate.ts').exited()).to.equal(0);
    const desk = spawnDesk({ DATABASE_URL: url });
    const base = `http://127.0.0.1:${await desk.port()}`;
    const post = () => call(`${base}/api/alerts`, webhookOf([alertOf()]));
    expect((await post()).status).to.equal(200);

    await first.stop();
    expect((await post()).status).to.equal(503);
    expect((await call(`${base}/health/ready`)).status).to.equal(503);
    expect((await call(`${base}/health/live`)).status).to.equal(200);

    const second = await startPostgres({ runDir, databases: ['desk'], port: first.port });
    try {
      await until('the webhook is taken again', async () => (await post()).status === 200, 15_000);
      expect((await post()).body).to.include({ duplicates: 1 });
      expect(desk.child.exitCode).to.equal(null);
    } finally {
      desk.child.kill('SIGKILL');
      await second.stop();
      rmSync(runDir, { recursive: true, force: true });
    }
  });

  it('reports every fault of its environment and exits 1', async () => {
    const desk = spawnDesk({ LOG_LEVEL: 'loud' });
    expect(await desk.exited()).to.equal(1);
    expect(desk.output()).to.match(/2 fault\(s\)[\s\S]*DATABASE_URL[\s\S]*LOG_LEVEL/);
  });

  it('names the address that it cannot have', async () => {
    const first = spawnDesk({ DATABASE_URL: databaseUrl });
    const port = await first.port();
    const second = spawnDesk({ DATABASE_URL: databaseUrl, PORT: String(port) });
    expect(await second.exited()).to.equal(1);
    expect(second.output()).to.contain(`Cannot listen on 127.0.0.1:${port}`);
    first.child.kill('SIGKILL');
  });

  it('is not ready on a database that no migration has seen, and says what to run', async () => {
    const empty = await createDatabase('never_migrated');
    const desk = spawnDesk({ DATABASE_URL: empty });
    const ready = `http://127.0.0.1:${await desk.port()}/health/ready`;
    const refused = await call(ready);
    expect(refused.status).to.equal(503);
    expect(refused.text).to.contain('npm run migrate');
    expect(await spawnDesk({ DATABASE_URL: empty }, 'service/migrate.ts').exited()).to.equal(0);
    expect((await call(ready)).status).to.equal(200);
    desk.child.kill('SIGKILL');
  });

  it('fails to migrate a database that is not there with a sentence and exit code 1, without the password', async () => {
    const migration = spawnDesk(
      { DATABASE_URL: 'postgres://desk:hunter2@127.0.0.1:1/none' },
      'service/migrate.ts',
    );
    expect(await migration.exited()).to.equal(1);
    expect(migration.output()).to.contain('Migrating 127.0.0.1:1/none failed').and.not.contain('hunter2');
  });
});

async function isRefused(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const refused = await once(socket, 'connect').then(
    () => false,
    () => true,
  );
  socket.destroy();
  return refused;
}
