import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import { startAlertmanager } from '../../../programs/servers/alertmanager.ts';
import { startJaeger } from '../../../programs/servers/jaeger.ts';
import { startLoki } from '../../../programs/servers/loki.ts';
import { startPrometheus } from '../../../programs/servers/prometheus.ts';
import type { Server } from '../../../programs/servers/server.ts';
import { alertmanagerSelf, jaegerSelf, lokiSelf, prometheusSelf } from './monitoring.ts';

/** Every metric name of a declared signal. */
function metricsOf(signal: object): string[] {
  return Object.values(signal)
    .flat()
    .flatMap((value: unknown) =>
      typeof value === 'object' && value !== null && 'metric' in value ? [String(value.metric)] : [],
    );
}

async function missingFrom(url: string, names: readonly string[]): Promise<string[]> {
  const response = await fetch(`${url}/metrics`);
  const lines = (await response.text()).split('\n');
  return names.filter(
    (name) => !lines.some((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`)),
  );
}

/** Some counters are made by what they count first: asked again until nothing is missing any more, or for 30 s. */
async function stillMissing(url: string, names: readonly string[]): Promise<string[]> {
  const until = Date.now() + 30_000;
  for (;;) {
    const missing = await missingFrom(url, names);
    if (missing.length === 0 || Date.now() > until) return missing;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function post(url: string, body: unknown): Promise<number> {
  const { status } = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return status;
}

describe('what the monitoring exports of itself', function () {
  this.timeout(120_000);
  const scope = { of: {} };
  let runDir: string;
  let server: Server | undefined;
  before(async () => {
    runDir = await mkdtemp(join(tmpdir(), 'tocsin-monitoring-'));
  });
  afterEach(async () => {
    await server?.stop();
    server = undefined;
  });
  after(() => rm(runDir, { recursive: true, force: true }));

  it('is what the preset of Prometheus reads', async () => {
    const rules = join(runDir, 'rules.yml');
    await writeFile(rules, 'groups: [{ name: one, rules: [{ record: one, expr: vector(1) }] }]');
    const config = `rule_files: ['${rules}']\nalerting: { alertmanagers: [{ static_configs: [{ targets: ['127.0.0.1:9'] }] }] }\n`;
    server = await startPrometheus({ runDir, configText: config });
    expect(await stillMissing(server.url, metricsOf(prometheusSelf(scope)))).to.deep.equal([]);
  });

  it('is what the preset of Alertmanager reads', async () => {
    const configText = 'route: { receiver: nobody }\nreceivers: [{ name: nobody }]\n';
    server = await startAlertmanager({ runDir, configText });
    expect(await stillMissing(server.url, metricsOf(alertmanagerSelf(scope)))).to.deep.equal([]);
  });

  it('is what the preset of Loki reads, once a line was refused', async () => {
    server = await startLoki({ runDir });
    const tooOld = String((Date.now() - 60 * 86_400_000) * 1e6);
    const streams = [{ stream: { job: 'test' }, values: [[tooOld, 'long ago']] }];
    expect(await post(`${server.url}/loki/api/v1/push`, { streams })).to.equal(400);
    expect(await stillMissing(server.url, metricsOf(lokiSelf(scope)))).to.deep.equal([]);
  });

  it('is what the preset of Jaeger reads, once a span came; it has no queue that could be full', async () => {
    const jaeger = await startJaeger({ runDir });
    server = jaeger;
    const now = Date.now() * 1e6;
    const span = {
      traceId: '5b8efff798038103d269b633813fc60c',
      spanId: 'eee19b7ec3c1b174',
      name: 'test',
      kind: 2,
      startTimeUnixNano: String(now),
      endTimeUnixNano: String(now + 1e6),
    };
    const sent = { resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] };
    expect(await post(`${jaeger.otlpHttpUrl}/v1/traces`, sent)).to.equal(200);
    expect(await stillMissing(jaeger.metricsUrl, metricsOf(jaegerSelf(scope)).slice(0, 2))).to.deep.equal([]);
  });
});
