/**
 * A process that exports what a service of any definition would, for tests. Each scrape finds more requests than the one
 * before: four that ended at once and one that failed or took longest.
 */
import { createServer, type Server } from 'node:http';
import type { SampleSeries } from './service-series.ts';

const contentType = 'application/openmetrics-text; version=1.0.0; charset=utf-8';
/** An exemplar's, on the last bucket. */
const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';

export interface ServiceExporter {
  readonly server: Server;
  /** host:port */
  readonly address: string;
}

/** Serves the series of each path in OpenMetrics, on a free port of the loopback. */
export async function startServiceExporter(
  byPath: ReadonlyMap<string, readonly SampleSeries[]>,
): Promise<ServiceExporter> {
  const scrapes = new Map<string, number>();
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    const series = byPath.get(path);
    if (series === undefined) {
      response.writeHead(404).end();
      return;
    }
    const scrape = (scrapes.get(path) ?? 0) + 1;
    scrapes.set(path, scrape);
    response.setHeader('content-type', contentType).end(renderSeries(series, scrape, Date.now() / 1000));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the exporter has no port');
  return { server, address: `127.0.0.1:${address.port}` };
}

/** What the nth scrape finds, as OpenMetrics text. */
export function renderSeries(series: readonly SampleSeries[], scrape: number, nowSeconds: number): string {
  const families = [...Map.groupBy(series, ({ metric }) => metric)].flatMap(([metric, members]) => [
    ...(members.some(({ edges }) => edges !== undefined) ? [`# TYPE ${metric} histogram`] : []),
    ...members.flatMap((one) =>
      one.edges === undefined
        ? [line(metric, one.labels, valueOfSeries(metric, scrape, nowSeconds))]
        : histogramLines(one.metric, one.labels, one.edges, scrape),
    ),
  ]);
  return `${families.join('\n')}\n# EOF\n`;
}

/** Counters grow, moments lie ten minutes back, everything else is 1. */
function valueOfSeries(metric: string, scrape: number, nowSeconds: number): number {
  if (/_(total|count|sum)$/.test(metric)) return 5 * scrape;
  return /time(stamp)?_seconds$/.test(metric) ? nowSeconds - 600 : 1;
}

function histogramLines(
  metric: string,
  labels: SampleSeries['labels'],
  edges: readonly string[],
  scrape: number,
): string[] {
  const slowest = edges.length - 2;
  const bound = Number(edges[slowest]);
  const buckets = edges.map((le, index) => {
    const text = line(`${metric}_bucket`, { ...labels, le }, (index < slowest ? 4 : 5) * scrape);
    return index === slowest ? `${text} # {trace_id="${traceId}"} ${bound}` : text;
  });
  return [
    ...buckets,
    line(`${metric}_count`, labels, 5 * scrape),
    line(`${metric}_sum`, labels, bound * scrape),
  ];
}

function line(metric: string, labels: SampleSeries['labels'], value: number): string {
  const inside = Object.entries(labels).map(([label, text]) => `${label}=${JSON.stringify(text)}`);
  return `${metric}{${inside.join(',')}} ${value}`;
}
