import { type CatalogService, fillQuery } from './catalog.ts';
import type { LogLine } from './evidence.ts';
import { queryLoki } from './loki.ts';

export function errorLinesQuery(logs: NonNullable<CatalogService['logs']>, scope: LogScope): string {
  return fillQuery(logs.errorLines, scope);
}

interface LogScope {
  readonly environment: string;
  readonly routes: readonly string[];
}

/** Error lines of the routes, newest first. */
export async function findErrorLines(
  lokiUrl: string,
  query: string,
  range: { readonly from: Date; readonly to: Date },
): Promise<LogLine[]> {
  const lines = await queryLoki(lokiUrl, query, { ...range, limit: 20 });
  return lines.map(({ at, line, fields }) => ({
    at,
    message: line,
    route: fields.http_route ?? '',
    exceptionType: fields.exception_type ?? '',
    exceptionMessage: fields.exception_message ?? '',
    traceId: fields.trace_id ?? '',
  }));
}
