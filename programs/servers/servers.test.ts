import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { requireProgram } from '../find.ts';
import { freePort } from '../ports.ts';
import { startAlertmanager } from './alertmanager.ts';
import { startHaproxy } from './haproxy.ts';
import { startJaeger } from './jaeger.ts';
import { startLoki } from './loki.ts';
import { startPrometheus } from './prometheus.ts';
import type { Server } from './server.ts';
import { expectLoopbackOnly } from './testing/loopback.ts';

const traceId = '5b8efff798038103d269b633813fc60c';
const service = { resource: { attributes: [attribute('service.name', 'desk')] } };

describe('the servers of the stack', function () {
  // A first start may fetch the program.
  this.timeout(120_000);
  let runDir: string;
  const up: Server[] = [];
  beforeEach(() => {
    runDir = mkdtempSync(join(tmpdir(), 'tocsin-servers-'));
  });
  afterEach(async () => {
    await Promise.all(up.splice(0).map((server) => server.stop()));
    rmSync(runDir, { recursive: true, force: true });
  });
  const started = async <T extends Server>(starting: Promise<T>): Promise<T> => {
    const server = await starting;
    up.push(server);
    return server;
  };

  it('Prometheus scrapes itself, keeps exemplars, reloads, and Alertmanager takes its alerts', async () => {
    const [port, alertmanagerPort] = [await freePort(), await freePort()];
    writeFileSync(
      join(runDir, 'always.yml'),
      // Not at once: Alertmanagers are known after 5 s, and what was sent to nobody is sent again a minute later.
      'groups: [{ name: g, interval: 1s, rules: [{ alert: Always, for: 6s, expr: vector(1) }] }]',
    );
    const configText = JSON.stringify({
      global: { scrape_interval: '1s', evaluation_interval: '1s' },
      rule_files: [join(runDir, 'always.yml')],
      alerting: { alertmanagers: [{ static_configs: [{ targets: [`127.0.0.1:${alertmanagerPort}`] }] }] },
      scrape_configs: [{ job_name: 'self', static_configs: [{ targets: [`127.0.0.1:${port}`] }] }],
    });
    const [prometheus, alertmanager] = await Promise.all([
      started(startPrometheus({ runDir, port, configText })),
      started(
        startAlertmanager({
          runDir,
          port: alertmanagerPort,
          configText: 'route: { receiver: none }\nreceivers: [{ name: none }]',
        }),
      ),
    ]);
    await until(async () => (await textOf(`${prometheus.url}/api/v1/query?query=up`)).includes('"1"]'));
    await until(async () => (await textOf(`${alertmanager.url}/api/v2/alerts`)).includes('Always'));
    const flags = await textOf(`${prometheus.url}/api/v1/status/flags`);
    expect(flags).to.contain('exemplar-storage');
    expect((await fetch(`${prometheus.url}/-/reload`, { method: 'POST' })).status).to.equal(200);
    // Its page templates lie in a folder that only an installation would fill; a build with Go has no pages.
    if ((await requireProgram('prometheus')).source === 'distribution package') {
      expect(await textOf(`${prometheus.url}/graph`)).to.contain('<html');
    }
    expectLoopbackOnly(prometheus.pid);
    expectLoopbackOnly(alertmanager.pid);
  });

  it('Prometheus with a broken configuration is told in one sentence, with the cause', async () => {
    const failure = await startPrometheus({ runDir, configText: 'scrape_configs: 7' }).then(
      () => 'started',
      (error: Error) => error.message,
    );
    expect(failure).to.match(
      /^prometheus ended while starting \(exit code \d\); it said: .*cannot unmarshal/,
    );
    expect(failure).to.contain(join(runDir, 'logs', 'prometheus.log'));
  });

  it('HAProxy comes up with its health page and its runtime API', async () => {
    const metrics = `127.0.0.1:${await freePort()}`;
    const configPath = join(runDir, 'haproxy.cfg');
    writeFileSync(
      configPath,
      `global
  stats socket "\${HAPROXY_SOCKET}" mode 600 level admin
defaults
  mode http
  timeout connect 1s
  timeout client 1s
  timeout server 1s
frontend front
  bind "\${HAPROXY_FRONT}"
  http-request return status 200
frontend metrics
  bind "\${HAPROXY_METRICS}"
  monitor-uri /health
`,
    );
    const env = {
      HAPROXY_FRONT: `127.0.0.1:${await freePort()}`,
      HAPROXY_METRICS: metrics,
      HAPROXY_SOCKET: join(runDir, 'haproxy.sock'),
    };
    const haproxy = await started(startHaproxy({ runDir, configPath, env }));
    expect((await fetch(haproxy.url)).status).to.equal(200);
    const tooLong = { ...env, HAPROXY_SOCKET: join(runDir, 'x'.repeat(100)) };
    const failure = await startHaproxy({ runDir, configPath, env: tooLong }).catch(
      (error: Error) => error.message,
    );
    expect(failure).to.contain('choose a shorter folder');
  });

  it('Loki takes a log line over OTLP and finds it by its trace', async () => {
    const loki = await started(startLoki({ runDir }));
    const record = {
      timeUnixNano: `${Date.now()}000000`,
      severityText: 'ERROR',
      body: { stringValue: 'boom' },
      traceId,
      spanId: 'eee19b7ec3c1b174',
    };
    await post(`${loki.url}/otlp/v1/logs`, {
      resourceLogs: [{ ...service, scopeLogs: [{ logRecords: [record] }] }],
    });
    const query = encodeURIComponent(`{service_name="desk"} | trace_id="${traceId}"`);
    await until(async () =>
      (await textOf(`${loki.url}/loki/api/v1/query_range?query=${query}`)).includes('boom'),
    );
    expectLoopbackOnly(loki.pid);
  });

  it('Jaeger takes a failed span over OTLP, finds it by error=true, and still after a restart', async () => {
    const first = await started(startJaeger({ runDir }));
    const now = Date.now();
    const span = {
      traceId,
      spanId: 'eee19b7ec3c1b174',
      name: 'GET /x',
      kind: 2,
      startTimeUnixNano: `${now}000000`,
      endTimeUnixNano: `${now + 1}000000`,
      status: { code: 2 },
    };
    await post(`${first.otlpHttpUrl}/v1/traces`, {
      resourceSpans: [{ ...service, scopeSpans: [{ spans: [span] }] }],
    });
    const search = `/api/traces?service=desk&limit=5&lookback=1h&tags=${encodeURIComponent('{"error":"true"}')}`;
    await until(async () => (await textOf(first.url + search)).includes(traceId));
    expectLoopbackOnly(first.pid);
    await first.stop();
    const second = await started(startJaeger({ runDir }));
    await until(async () => (await textOf(second.url + search)).includes(traceId));
  });
});

function attribute(key: string, value: string): { key: string; value: { stringValue: string } } {
  return { key, value: { stringValue: value } };
}

async function post(url: string, body: unknown): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  expect(response.ok, `${url}: ${response.status}`).to.equal(true);
}

async function textOf(url: string): Promise<string> {
  return (await fetch(url, { signal: AbortSignal.timeout(5_000) })).text();
}

async function until(claim: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await claim())) {
    if (Date.now() > deadline) expect.fail('did not come about within 20 s');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
