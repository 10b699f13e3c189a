/** The whole way of one failure, over the real servers: exemplar, trace, its log lines, and the evidence made of them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { z } from 'zod';
import { startJaeger } from '../../programs/servers/jaeger.ts';
import { startLoki } from '../../programs/servers/loki.ts';
import { startPrometheus } from '../../programs/servers/prometheus.ts';
import { readCatalog } from '../evidence/catalog.ts';
import { gatherEvidence } from '../evidence/gather.ts';
import { fetchTrace, tagOf } from '../evidence/jaeger.ts';
import { queryLoki } from '../evidence/loki.ts';
import { freezePanels } from '../panels/freeze-panels.ts';
import { createStore } from '../testing/database.test.ts';
import { call } from '../testing/desk.test.ts';
import { type DeskProcess, spawnDesk } from '../testing/desk-process.test.ts';
import { eventually } from '../testing/until.test.ts';

const catalogFile = fileURLToPath(new URL('../../alerts/generated/catalog.json', import.meta.url));
const panelsFile = fileURLToPath(
  new URL('../../dashboards-as-code/generated/incident-panels.json', import.meta.url),
);
const exemplarsSchema = z.object({
  data: z.array(
    z.object({
      seriesLabels: z.record(z.string(), z.string()),
      exemplars: z.array(z.object({ labels: z.record(z.string(), z.string()) })),
    }),
  ),
});

describe('telemetry on its way to the real servers', function () {
  this.timeout(90_000);
  const runDir = mkdtempSync(join(tmpdir(), 'desk-delivery-'));
  let startedAt: Date;
  const stops: (() => Promise<void>)[] = [];
  let urls: { prometheus: string; loki: string; jaeger: string; desk: string };
  let desk: DeskProcess;

  before(async () => {
    startedAt = new Date();
    const [{ store, url }, loki, jaeger] = await Promise.all([
      createStore('delivery'),
      startLoki({ runDir }),
      startJaeger({ runDir }),
    ]);
    stops.push(loki.stop, jaeger.stop);
    desk = spawnDesk({
      DATABASE_URL: url,
      ENVIRONMENT: 'staging',
      RELEASE: 'b',
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${jaeger.otlpHttpUrl}/v1/traces`,
      OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: `${loki.url}/otlp/v1/logs`,
    });
    const port = await desk.port();
    const prometheus = await startPrometheus({ runDir, configText: scrapeEverySecond(port) });
    stops.push(prometheus.stop);
    urls = {
      prometheus: prometheus.url,
      loki: loki.url,
      jaeger: jaeger.url,
      desk: `http://127.0.0.1:${port}`,
    };
    // A fault in the data, not in the code: pg reads "infinity" as a number, where the listing wants a date.
    await store('changes').insert({
      id: 'endless',
      kind: 'deploy',
      service: 'desk',
      environment: 'staging',
      release: 'b',
      status: 'started',
      started_at: store.raw("'infinity'"),
      by: 'test',
      summary: '',
    });
  });
  after(async () => {
    await Promise.all(stops.map((stop) => stop()));
    rmSync(runDir, { recursive: true, force: true });
  });

  const linesOf = (traceId: string) =>
    queryLoki(urls.loki, `{service_name="desk"} | trace_id="${traceId}"`, {
      from: startedAt,
      to: new Date(Date.now() + 60_000),
      limit: 50,
    });

  async function fail(): Promise<string> {
    const answer = await call(`${urls.desk}/api/changes`);
    expect(answer.status).to.equal(500);
    return z.object({ error: z.object({ traceId: z.string() }) }).parse(answer.body).error.traceId;
  }

  it('brings the error line of one failing request to Loki, found by its trace id', async () => {
    const traceId = await fail();
    const line = await eventually('the error line is in Loki', async () =>
      (await linesOf(traceId)).find(({ fields }) => fields.severity_text === 'ERROR'),
    );
    expect(line.line).to.equal('request failed');
    expect(line.fields).to.include({
      service_name: 'desk',
      http_route: '/api/changes',
      exception_type: 'TypeError',
    });
    expect(line.fields.exception_stacktrace).to.contain('change-store.ts');
  });

  it('brings its trace to Jaeger, with route, status, exception and the statement', async () => {
    const traceId = await fail();
    const trace = await eventually('the trace is in Jaeger', () =>
      fetchTrace(urls.jaeger, traceId).catch(() => undefined),
    );
    const server = trace.spans.find((span) => tagOf(span.tags, 'http.response.status_code') !== '');
    expect(tagOf(server?.tags ?? [], 'http.response.status_code')).to.equal('500');
    expect(tagOf(server?.tags ?? [], 'http.route')).to.equal('/api/changes');
    expect(JSON.stringify(server?.logs)).to.contain('exception.message');
    expect(trace.spans.map(({ operationName }) => operationName).join()).to.match(/SELECT/i);
    const resource = Object.values(trace.processes)[0]?.tags ?? [];
    expect(tagOf(resource, 'service.version')).to.equal('b');
    expect(tagOf(resource, 'deployment.environment.name')).to.equal('staging');
  });

  it('leads from an exemplar in Prometheus to the trace and from there to its log lines', async () => {
    await fail();
    const traceId = await eventually('a failing exemplar is in Prometheus', async () => {
      const query = 'http_request_duration_seconds_bucket{route="/api/changes",status_class="5xx"}';
      const range = `start=${startedAt.getTime() / 1000}&end=${Date.now() / 1000 + 60}`;
      const { body } = await call(
        `${urls.prometheus}/api/v1/query_exemplars?query=${encodeURIComponent(query)}&${range}`,
      );
      const series = exemplarsSchema.parse(body).data;
      return series.flatMap(({ exemplars }) => exemplars.map(({ labels }) => labels.trace_id)).at(-1);
    });
    const trace = await eventually('its trace is in Jaeger', () => fetchTrace(urls.jaeger, traceId));
    const lines = await eventually('its lines are in Loki', async () => {
      const found = await linesOf(trace.traceID);
      return found.length >= 2 ? found : undefined;
    });
    expect(lines.map(({ line }) => line)).to.include.members(['request failed', 'request served']);
  });

  it('makes evidence of it with the shipped catalog', async () => {
    const catalog = await readCatalog(catalogFile);
    const evidence = await eventually('all evidence is there', async () => {
      await fail();
      const found = await gatherEvidence(
        { prometheusUrl: urls.prometheus, lokiUrl: urls.loki, jaegerUrl: urls.jaeger },
        catalog,
        {
          service: 'desk',
          environment: 'staging',
          slo: 'availability',
          since: startedAt,
          now: new Date(),
          links: { runbook: '', dashboard: '' },
          change: { status: 'none', query: '', reason: '' },
        },
      );
      const isAll = [found.routes, found.logs, found.trace].every(({ status }) => status === 'found');
      if (!isAll) lastSeen = JSON.stringify([found.routes, found.logs, found.trace]);
      return isAll ? found : undefined;
    }).catch((cause: unknown) => {
      throw new Error(`evidence stayed incomplete: ${lastSeen}`, { cause });
    });
    if (
      evidence.routes.status !== 'found' ||
      evidence.logs.status !== 'found' ||
      evidence.trace.status !== 'found'
    )
      throw new Error('unreachable');
    expect(evidence.routes.rows[0]).to.include({ method: 'GET', route: '/api/changes', badRatio: 1 });
    expect(evidence.logs.lines[0]).to.include({ route: '/api/changes', exceptionType: 'TypeError' });
    expect(evidence.trace.trace).to.include({ route: '/api/changes', statusCode: '500' });
  });
  let lastSeen = '';

  it('keeps the key panels of it with the shipped file, as a real Prometheus answers', async () => {
    const shown = await eventually('every panel that needs no recorded rule has data', async () => {
      await fail();
      const now = new Date();
      const frozen = await freezePanels(
        { prometheusUrl: urls.prometheus, panelsFile },
        { service: 'desk', environment: 'staging', slo: 'latency', from: startedAt, to: now, now },
      );
      if (frozen.status !== 'asked') throw new Error(frozen.reason);
      const { panels } = frozen;
      return panels.every(({ status }) => status === 'found') ? panels : undefined;
    });
    const names = (slug: string) =>
      shown.flatMap((panel) =>
        panel.slug === slug && panel.status === 'found' ? panel.series.map(({ name }) => name) : [],
      );
    expect(shown[0]?.slug).to.equal('objective-latency');
    // The windows beside it are recorded by rules, which this Prometheus has none of.
    expect(names('objective-latency')).to.deep.equal(['now']);
    expect(names('error-volume')).to.deep.equal(['500']);
    expect(names('errors-by-release')).to.deep.equal(['b']);
    expect(names('duration')).to.deep.equal(['p50', 'p95', 'p99']);
    expect(names('cpu')).to.deep.equal(['desk-b b']);
    expect(names('event-loop')).to.deep.equal(['desk-b b']);
  });

  it('has dropped nothing, and sends what is queued when it is told to stop', async () => {
    const metrics = await (await fetch(`${urls.desk}/metrics`)).text();
    expect(metrics).to.contain('telemetry_dropped_total{signal="traces"} 0');
    const traceId = await fail();
    desk.child.kill('SIGTERM');
    expect(await desk.exited()).to.equal(0);
    await eventually(
      'the last trace is in Jaeger',
      () => fetchTrace(urls.jaeger, traceId).catch(() => undefined),
      3000,
    );
    const lines = await eventually('the last line is in Loki', async () => (await linesOf(traceId))[0], 3000);
    expect(lines.fields.trace_id).to.equal(traceId);
  });
});

function scrapeEverySecond(port: number): string {
  return JSON.stringify({
    global: { scrape_interval: '1s', evaluation_interval: '1s' },
    scrape_configs: [
      {
        job_name: 'desk',
        static_configs: [
          {
            targets: [`127.0.0.1:${port}`],
            labels: { service: 'desk', environment: 'staging', release: 'b', instance: 'desk-b' },
          },
        ],
      },
    ],
  });
}
