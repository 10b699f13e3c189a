/** Boards of services that this repository does not run, asked on real servers that hold what such a service exports. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { renderRules } from '../../alerts/artefacts.ts';
import { checkout } from '../../alerts/examples/checkout.ts';
import { storefront } from '../../alerts/examples/storefront.ts';
import { prometheusConfig } from '../../alerts/prometheus-config.ts';
import type { ServiceDefinition } from '../../alerts/service-definition.ts';
import { startJaeger } from '../../programs/servers/jaeger.ts';
import { startLoki } from '../../programs/servers/loki.ts';
import { startPrometheus } from '../../programs/servers/prometheus.ts';
import type { Server } from '../../programs/servers/server.ts';
import { boardsOf } from '../boards.ts';
import { sendErrorLine, sendFailedTrace } from '../example-telemetry.ts';
import { faultsOf, missingData } from './judge.ts';
import { limits } from './limits.ts';
import type { Round } from './round.ts';
import { type ServiceExporter, startServiceExporter } from './testing/service-exporter.ts';
import { seriesOfService, targetLabelsOf } from './testing/service-series.ts';
import { type VerifySetting, verifyBoards } from './verify-boards.ts';

/** Their own rules, counted at the interval at which this test scrapes. */
const services: readonly ServiceDefinition[] = [checkout, storefront].map((service) => ({
  ...service,
  scrape: { interval: '1s', timeout: '1s' },
}));
const places = ['r1', 'r2'].map((release) => ({
  environment: 'staging',
  release,
  routes: ['/orders', '/orders/:id'],
}));

const withinMs = 90_000;

describe('the boards of services never seen here', function () {
  // A first start may fetch the programs.
  this.timeout(180_000);
  let runDir: string;
  let exporter: ServiceExporter;
  let setting: Omit<VerifySetting, 'at'>;
  const up: Server[] = [];

  before(async () => {
    runDir = await mkdtemp(join(tmpdir(), 'tocsin-unseen-'));
    const targets = services.flatMap((service) =>
      places.map((place) => ({ service, place, path: `/${service.name}/${place.release}` })),
    );
    exporter = await startServiceExporter(
      new Map(targets.map(({ service, place, path }) => [path, seriesOfService(service, place)])),
    );
    const scraped = targets.map(({ service, place, path }) => ({
      targets: [exporter.address],
      labels: { ...targetLabelsOf(service, place), instance: path, __metrics_path__: path },
    }));
    await writeFile(join(runDir, 'targets.json'), JSON.stringify(scraped));
    const ruleFiles = services.map(({ name }) => join(runDir, `${name}.yml`));
    for (const [index, service] of services.entries())
      await writeFile(ruleFiles[index]!, renderRules(service));
    const configText = JSON.stringify(
      prometheusConfig({
        scrapeInterval: '1s',
        ruleFiles,
        targetFiles: [join(runDir, 'targets.json')],
        alertmanagers: [],
        platformTargets: {},
      }),
    );
    const [prometheus, loki, jaeger] = await Promise.all([
      startPrometheus({ runDir, configText }),
      startLoki({ runDir }),
      startJaeger({ runDir }),
    ]);
    up.push(prometheus, loki, jaeger);
    for (const { name } of services) {
      const failed = { service: name, environment: 'staging', route: '/orders' };
      await sendErrorLine(loki.url, failed);
      await sendFailedTrace(jaeger.otlpHttpUrl, failed);
    }
    setting = {
      boards: boardsOf(services),
      chosen: {},
      preferred: { environment: 'staging' },
      scrapeIntervalSeconds: 1,
      lastSeconds: 300,
      prometheusUrl: prometheus.url,
      lokiUrl: loki.url,
      jaegerUrl: jaeger.url,
    };
  });
  after(async () => {
    await Promise.all(up.map((server) => server.stop()));
    exporter?.server.close();
    await rm(runDir, { recursive: true, force: true });
  });

  it('find data for every query, and no board reads or shows too much', async () => {
    const round = await roundUntil(setting, (asked) => missingData([asked], []).length === 0);
    expect([...faultsOf([round], limits), ...missingData([round], [])]).to.deep.equal([]);
  });
});

/** The last round when the time is up, for the assertion to show what is missing. */
async function roundUntil(
  setting: Omit<VerifySetting, 'at'>,
  isDone: (round: Round) => boolean,
): Promise<Round> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const at = new Date();
    const round = { instant: 'now', at: at.toISOString(), results: await verifyBoards({ ...setting, at }) };
    if (isDone(round) || Date.now() > deadline) return round;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
