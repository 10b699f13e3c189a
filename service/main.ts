/** Starts and stops the desk: `node --import ./service/telemetry/start.ts service/main.ts`. */
import { createServer } from 'node:http';
import { createApp } from './app.ts';
import { readConfig } from './config.ts';
import { openStore } from './db/store.ts';
import { endsWithin } from './deadline.ts';
import { FigureKeeper } from './figures/figure-keeper.ts';
import { listen, stopServer } from './http/server.ts';
import { CourseKeeper } from './incidents/course-keeper.ts';
import { EvidenceKeeper } from './incidents/evidence-keeper.ts';
import { createLogger } from './telemetry/logger.ts';
import { createMetrics } from './telemetry/metrics.ts';
import { onTelemetryDropped, stopTelemetry } from './telemetry/sdk.ts';

async function main(): Promise<void> {
  const config = readConfig();
  const logger = createLogger(config);
  const metrics = createMetrics();
  onTelemetryDropped((signal, count) => metrics.telemetryDropped.inc({ signal }, count));
  const store = openStore(config.databaseUrl);
  const keeper = new EvidenceKeeper({
    store,
    logger,
    sources: config,
    links: config,
    catalogFile: config.catalogFile,
  });
  const courses = new CourseKeeper({ store, logger, sources: config });
  const figures = new FigureKeeper({ store, metrics, logger });
  let isStopping = false;
  const app = createApp({
    config,
    store,
    logger,
    metrics,
    keeper,
    courses,
    figures,
    isStopping: () => isStopping,
  });
  const server = createServer(app.callback());

  const port = await listen(server, config);
  logger.info('listening', {
    host: config.host,
    port,
    release: config.release,
    environment: config.environment,
  });

  const timer = setInterval(() => void figures.refresh(), 30_000);
  void figures.refresh();
  void keeper.resume();
  void courses.resume();

  async function stop(signal: string): Promise<void> {
    if (isStopping) return;
    isStopping = true;
    // Whatever hangs, the process is gone when its owner expects it to be.
    setTimeout(() => process.exit(1), config.shutdownTimeoutMs).unref();
    const startedAt = performance.now();
    clearInterval(timer);
    const cut = await stopServer(server, config.shutdownTimeoutMs * 0.5);
    // Evidence that a backend keeps waiting is left for the next start: resume() takes it up again.
    await endsWithin(
      config.shutdownTimeoutMs * 0.05,
      Promise.all([keeper.stop(), courses.stop(), figures.stop()]),
    );
    await endsWithin(config.shutdownTimeoutMs * 0.05, store.destroy());
    logger.info('stopped', {
      signal,
      cut_connections: cut,
      duration_ms: Math.round(performance.now() - startedAt),
    });
    await stopTelemetry(config.shutdownTimeoutMs * 0.3);
    process.exit(0);
  }
  process.on('SIGTERM', (signal) => void stop(signal));
  process.on('SIGINT', (signal) => void stop(signal));
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
