import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { Server as HttpServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { renderRules } from '../../alerts/artefacts.ts';
import { desk } from '../../alerts/catalog/desk.ts';
import { prometheusConfig } from '../../alerts/prometheus-config.ts';
import { startJaeger } from '../../programs/servers/jaeger.ts';
import { startLoki } from '../../programs/servers/loki.ts';
import { startPrometheus } from '../../programs/servers/prometheus.ts';
import type { Server } from '../../programs/servers/server.ts';
import { boardsOf } from '../boards.ts';
import { startExampleExporter } from '../example-exporter.ts';
import { sendErrorLine, sendFailedTrace } from '../example-telemetry.ts';
import { limits } from './limits.ts';
import { renderReport, summarize } from './report.ts';
import type { Round } from './round.ts';
import { type QueryResult, type VerifySetting, verifyBoards } from './verify-boards.ts';

const backends = { lokiUrl: undefined, jaegerUrl: undefined };

describe('verify', function () {
  // A first start may fetch the programs.
  this.timeout(180_000);
  let runDir: string;
  let exporter: HttpServer;
  let prometheus: Server;
  const up: Server[] = [];

  before(async () => {
    runDir = await mkdtemp(join(tmpdir(), 'tocsin-verify-'));
    const { server, address } = await startExampleExporter();
    exporter = server;
    const [rules, targets] = [join(runDir, 'desk.yml'), join(runDir, 'targets.json')];
    await writeFile(rules, renderRules(desk));
    const labels = { service: 'desk', environment: 'staging', release: '1.0+r1' };
    await writeFile(targets, JSON.stringify([{ targets: [address], labels }]));
    const configText = JSON.stringify(
      prometheusConfig({
        scrapeInterval: '1s',
        ruleFiles: [rules],
        targetFiles: [targets],
        alertmanagers: [],
        platformTargets: {},
      }),
    );
    prometheus = await startPrometheus({ runDir, configText });
    up.push(prometheus);
  });
  after(async () => {
    await Promise.all(up.map((server) => server.stop()));
    exporter?.close();
    await rm(runDir, { recursive: true, force: true });
  });

  it('finds data for every query of every board once there is traffic, failures and a page', async () => {
    const loki = await startLoki({ runDir });
    up.push(loki);
    const jaeger = await startJaeger({ runDir });
    up.push(jaeger);
    const setting = { prometheusUrl: prometheus.url, lokiUrl: loki.url, jaegerUrl: jaeger.url };
    const signal = { service: 'desk', environment: 'staging', route: '/api/changes' };
    await sendErrorLine(loki.url, signal);
    await sendFailedTrace(jaeger.otlpHttpUrl, signal);
    const results = await verifiedUntil(
      () => verifyBoards(lastMinutes(setting)),
      (found) => found.every(({ status }) => status === 'ok'),
    );
    expect(results.filter(({ status }) => status !== 'ok')).to.deep.equal([]);
    expect(new Set(results.map(({ board }) => board)).size).to.equal(boardsOf([desk]).length);
    expect(summarize([asRound(results)])).to.match(
      / executed at now; \d+ with data, 0 skipped, 0 failed; slowest \d+ ms\.$/,
    );
  });

  it('takes a release and a route as a person chooses them, and another environment as empty, where nobody can choose a release', async () => {
    const chosen = { release: '1.0+r1', route: '/incidents/:id' };
    const results = await verifyBoards(lastMinutes({ prometheusUrl: prometheus.url, chosen }));
    expect(ofPanel(results, 'Which routes carry the traffic?')).to.include({ status: 'ok', series: 1 });
    const elsewhere = await verifyBoards({
      ...lastMinutes({ prometheusUrl: prometheus.url }),
      chosen: { environment: 'production' },
    });
    expect(ofPanel(elsewhere, 'Which routes carry the traffic?').status).to.equal('empty');
    const failed = elsewhere.filter(({ status }) => status === 'error');
    expect(new Set(failed.map(({ panel, query }) => `${panel} ${query}`))).to.deep.equal(
      new Set(['variable release', 'variable route']),
    );
    expect(failed[0]?.error).to.contain('variable release has no values, so nobody can choose one');
  });

  it('skips what is not there and says why, once', async () => {
    const results = await verifyBoards(lastMinutes({ prometheusUrl: prometheus.url }));
    const skipped = results.filter(({ status }) => status === 'skipped');
    expect(skipped.map(({ error }) => error)).to.deep.equal(['LOKI_URL is not set', 'JAEGER_URL is not set']);
    expect(renderReport([asRound(results)], limits).match(/LOKI_URL is not set/g)).to.have.length(1);
  });

  it('reports a server that does not answer as an error of every query, with the address', async () => {
    const results = await verifyBoards(lastMinutes({ prometheusUrl: 'http://127.0.0.1:1' }));
    const failed = results.filter(({ status }) => status === 'error');
    expect(failed.length).to.be.above(60);
    expect(failed[0]?.error).to.contain('http://127.0.0.1:1/api/v1/');
    expect(failed[0]?.error).to.contain('cannot be reached');
  });
});

function lastMinutes(setting: Pick<VerifySetting, 'prometheusUrl'> & Partial<VerifySetting>): VerifySetting {
  return {
    ...backends,
    boards: boardsOf([desk]),
    chosen: {},
    preferred: { environment: 'staging' },
    scrapeIntervalSeconds: 1,
    at: new Date(),
    lastSeconds: 300,
    ...setting,
  };
}

function asRound(results: readonly QueryResult[]): Round {
  return { instant: 'now', at: new Date().toISOString(), results };
}

function ofPanel(results: readonly QueryResult[], panel: string): QueryResult {
  return results.find((result) => result.panel === panel) ?? expect.fail(`no panel "${panel}"`);
}

/** Budgets are counted at whole minutes: the first may be a minute away. The last answer when the deadline passes, for the assertion to show what is missing. */
async function verifiedUntil(
  verify: () => Promise<QueryResult[]>,
  isDone: (results: readonly QueryResult[]) => boolean,
): Promise<QueryResult[]> {
  const deadline = Date.now() + 100_000;
  for (;;) {
    const results = await verify();
    if (isDone(results) || Date.now() > deadline) return results;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
