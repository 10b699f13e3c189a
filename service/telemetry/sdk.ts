/** Traces and logs of this process, by the official SDK: server, Koa and pg are instrumented, metrics are prom-client's. */
import { diag } from '@opentelemetry/api';
import { getNodeAutoInstrumentations } from '@opentelemetry/auto-instrumentations-node';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { KoaLayerType } from '@opentelemetry/instrumentation-koa';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { ParentBasedSampler, TraceIdRatioBasedSampler } from '@opentelemetry/sdk-trace';
import type { Config } from '../config.ts';
import { endsWithin } from '../deadline.ts';
import { countedLogProcessor, countedSpanProcessor } from './counted-processors.ts';

type DroppedListener = (signal: 'traces' | 'logs', count: number) => void;

let sdk: NodeSDK | undefined;
let onDropped: DroppedListener = () => {};
let lastDrop: { readonly signal: 'traces' | 'logs'; readonly atMs: number } | undefined;

/** Metrics exist only once the app does, so it registers itself here to count what telemetry loses. */
export function onTelemetryDropped(listener: DroppedListener): void {
  onDropped = listener;
}

/** What was lost within the last minute, in a sentence; undefined when nothing was. */
export function describeRecentLoss(): string | undefined {
  const isRecent = lastDrop !== undefined && Date.now() - lastDrop.atMs < 60_000;
  return isRecent ? `${lastDrop?.signal} could not be delivered within the last minute` : undefined;
}

function noteDropped(signal: 'traces' | 'logs', count: number): void {
  lastDrop = { signal, atMs: Date.now() };
  onDropped(signal, count);
}

/** Must run before koa, http and pg are imported. Without endpoints, ids are still made: they join the log lines. */
export function startTelemetry(config: Config): void {
  const { tracesEndpoint, logsEndpoint } = config;
  sdk = new NodeSDK({
    resource: resourceFromAttributes({
      'service.name': config.serviceName,
      'service.version': config.release,
      'service.instance.id': config.instanceId,
      'deployment.environment.name': config.environment,
    }),
    autoDetectResources: false,
    instrumentations: chosenInstrumentations(),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(config.tracesKeptRatio) }),
    spanProcessors:
      tracesEndpoint === undefined
        ? []
        : [
            countedSpanProcessor(new OTLPTraceExporter({ url: tracesEndpoint }), (count) =>
              noteDropped('traces', count),
            ),
          ],
    logRecordProcessors:
      logsEndpoint === undefined
        ? []
        : [
            countedLogProcessor(new OTLPLogExporter({ url: logsEndpoint }), (count) =>
              noteDropped('logs', count),
            ),
          ],
    metricReaders: [],
  });
  sdk.start();
}

/**
 * Three of some forty; knex would repeat each of pg's spans, and winston's would repeat our own transport. One that a
 * later version of the package adds must be named here before it does anything.
 */
function chosenInstrumentations(): ReturnType<typeof getNodeAutoInstrumentations> {
  const chosen = ['http', 'koa', 'pg'].map((name) => `@opentelemetry/instrumentation-${name}`);
  const off = getNodeAutoInstrumentations({})
    .map(({ instrumentationName }) => instrumentationName)
    .filter((name) => !chosen.includes(name));
  return getNodeAutoInstrumentations({
    ...Object.fromEntries(off.map((name) => [name, { enabled: false }])),
    '@opentelemetry/instrumentation-http': {
      disableOutgoingRequestInstrumentation: true,
      // Probes and scrapes would be most of the traces and say nothing.
      ignoreIncomingRequestHook: ({ url = '' }) => url.startsWith('/health') || url.startsWith('/metrics'),
    },
    // Ignoring 'router' as well would lose http.route.
    '@opentelemetry/instrumentation-koa': { ignoreLayersType: [KoaLayerType.MIDDLEWARE] },
    '@opentelemetry/instrumentation-pg': { requireParentSpan: true, ignoreConnectSpans: true },
  });
}

/** Sends what is queued; what a dead collector will not take within the bound is given up. */
export async function stopTelemetry(timeoutMs: number): Promise<void> {
  if (sdk === undefined) return;
  const stopping = sdk;
  sdk = undefined;
  await endsWithin(timeoutMs, stopping.shutdown());
  diag.disable();
}
