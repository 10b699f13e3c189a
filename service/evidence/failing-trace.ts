import type { CatalogService } from './catalog.ts';
import type { TraceEvidence } from './evidence.ts';
import { type JaegerSpan, type JaegerTrace, searchTraces, tagOf } from './jaeger.ts';

export interface TraceSearch {
  readonly environment: string;
  /** The worst first: a trace of an earlier one is preferred. */
  readonly routes: readonly string[];
  readonly from: Date;
  readonly to: Date;
}

/** One trace that failed, of the worst route that has one, newest first. */
export async function findFailingTrace(
  {
    jaegerUrl,
    jaegerUiUrl = jaegerUrl,
  }: { readonly jaegerUrl: string; readonly jaegerUiUrl?: string | undefined },
  traces: NonNullable<CatalogService['traces']>,
  search: TraceSearch,
): Promise<TraceEvidence | undefined> {
  const found = await searchTraces(jaegerUrl, {
    service: traces.service,
    tags: traces.failingTags,
    from: search.from,
    to: search.to,
    limit: 50,
  });
  const summaries = found
    .filter((trace) => environmentOf(trace) === search.environment)
    .map((trace) => summarizeTrace(trace, jaegerUiUrl))
    .toSorted((a, b) => b.startedAt.localeCompare(a.startedAt));
  const ofFailingRoute = search.routes.map((route) => summaries.find((trace) => trace.route === route));
  return ofFailingRoute.find((trace) => trace !== undefined) ?? summaries[0];
}

export function summarizeTrace(trace: JaegerTrace, uiUrl: string): TraceEvidence {
  const spans = trace.spans.toSorted((a, b) => a.startTime - b.startTime || b.duration - a.duration);
  const root = spans.find((span) => tagOf(span.tags, 'http.response.status_code') !== '') ?? spans[0];
  return {
    traceId: trace.traceID,
    route: root === undefined ? '' : tagOf(root.tags, 'http.route'),
    statusCode: root === undefined ? '' : tagOf(root.tags, 'http.response.status_code'),
    startedAt: new Date((root?.startTime ?? 0) / 1000).toISOString(),
    durationMs: (root?.duration ?? 0) / 1000,
    spans: spans.slice(0, 30).map((span) => ({
      name: span.operationName,
      depth: depthOf(span, spans),
      durationMs: span.duration / 1000,
      isError: tagOf(span.tags, 'otel.status_code') === 'ERROR' || tagOf(span.tags, 'error') === 'true',
      exception: exceptionOf(span),
    })),
    url: `${uiUrl.replace(/\/$/, '')}/trace/${trace.traceID}`,
  };
}

function environmentOf({ processes }: JaegerTrace): string {
  const environments = Object.values(processes).map(({ tags }) => tagOf(tags, 'deployment.environment.name'));
  return environments.find((environment) => environment !== '') ?? '';
}

function depthOf(span: JaegerSpan, spans: readonly JaegerSpan[]): number {
  let depth = 0;
  let current: JaegerSpan | undefined = span;
  while (current !== undefined && depth < 20) {
    const parent: string | undefined = current.references.find(
      ({ refType }) => refType === 'CHILD_OF',
    )?.spanID;
    current = parent === undefined ? undefined : spans.find(({ spanID }) => spanID === parent);
    if (current !== undefined) depth += 1;
  }
  return depth;
}

function exceptionOf({ logs }: JaegerSpan): string {
  const event = logs?.find(({ fields }) => tagOf(fields, 'exception.message') !== '');
  if (event === undefined) return '';
  return `${tagOf(event.fields, 'exception.type')}: ${tagOf(event.fields, 'exception.message')}`;
}
