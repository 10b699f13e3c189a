/** Puts the evidence of one incident together. A backend that fails costs its own part, never the others. */
import { type Catalog, type CatalogService, fillQuery, findObjective, findService } from './catalog.ts';
import { errorLinesQuery, findErrorLines } from './error-lines.ts';
import type { ChangePart, Evidence, LogsEvidence, RoutesEvidence, TracePart } from './evidence.ts';
import { findFailingRoutes } from './failing-routes.ts';
import { findFailingTrace } from './failing-trace.ts';

export interface EvidenceSources {
  readonly prometheusUrl: string | undefined;
  readonly lokiUrl: string | undefined;
  readonly jaegerUrl: string | undefined;
  /** Where people open the trace that was found. */
  readonly jaegerUiUrl?: string | undefined;
}

export interface EvidenceQuestion {
  readonly service: string;
  readonly environment: string;
  /** The objective whose alert fired. */
  readonly slo: string | undefined;
  /** When it began, as far as alerts know. */
  readonly since: Date;
  readonly now: Date;
  readonly links: Evidence['links'];
  readonly change: ChangePart;
}

const window = '5m';
/** Alerts fire after the fault; logs and traces of the minutes before are wanted too. */
const lookBackMs = 10 * 60_000;

export async function gatherEvidence(
  sources: EvidenceSources,
  catalog: Catalog,
  question: EvidenceQuestion,
): Promise<Evidence> {
  const service = findService(catalog, question.service);
  const routes = await gatherRoutes(sources.prometheusUrl, service, question);
  const failing = routes.status === 'found' ? routes.rows.map(({ route }) => route) : [];
  const range = { from: new Date(question.since.getTime() - lookBackMs), to: question.now };
  const [logs, trace] = await Promise.all([
    gatherLogs(sources.lokiUrl, service, { ...question, ...range, routes: failing }),
    gatherTrace(sources, service, { ...question, ...range, routes: failing }),
  ]);
  const { links, change } = question;
  return { gatheredAt: question.now.toISOString(), window, routes, logs, trace, change, links };
}

async function gatherRoutes(
  prometheusUrl: string | undefined,
  service: CatalogService | undefined,
  { environment, slo, service: name }: EvidenceQuestion,
): Promise<RoutesEvidence> {
  if (prometheusUrl === undefined) return { status: 'unavailable', reason: 'metrics: not available here' };
  const objective = service && findObjective(service, slo);
  if (objective === undefined)
    return { status: 'unavailable', reason: `metrics: "${name}" is not in the catalog` };
  const scope = { environment, window };
  const query = fillQuery(objective.queries.badByRoute, scope);
  try {
    const rows = await findFailingRoutes(prometheusUrl, objective, scope);
    if (rows.length > 0) return { status: 'found', query, rows };
    return { status: 'none', query, reason: `metrics: no route failed in the last ${window}` };
  } catch (error) {
    return { status: 'failed', reason: `metrics: ${reasonOf(error)}` };
  }
}

interface Search {
  readonly environment: string;
  readonly routes: readonly string[];
  readonly from: Date;
  readonly to: Date;
}

async function gatherLogs(
  lokiUrl: string | undefined,
  service: CatalogService | undefined,
  search: Search,
): Promise<LogsEvidence> {
  if (lokiUrl === undefined) return { status: 'unavailable', reason: 'logs: not available here' };
  if (service?.logs === undefined) return { status: 'unavailable', reason: 'logs: no query in the catalog' };
  const query = errorLinesQuery(service.logs, search);
  if (search.routes.length === 0)
    return { status: 'none', query, reason: 'logs: not asked, because no failing route is known' };
  try {
    const lines = await findErrorLines(lokiUrl, query, search);
    if (lines.length > 0) return { status: 'found', query, lines };
    return { status: 'none', query, reason: 'logs: no error line of the failing routes yet' };
  } catch (error) {
    return { status: 'failed', reason: `logs: ${reasonOf(error)}` };
  }
}

async function gatherTrace(
  { jaegerUrl, jaegerUiUrl = jaegerUrl }: EvidenceSources,
  service: CatalogService | undefined,
  search: Search,
): Promise<TracePart> {
  if (jaegerUrl === undefined) return { status: 'unavailable', reason: 'traces: not available here' };
  if (service?.traces === undefined)
    return { status: 'unavailable', reason: 'traces: no query in the catalog' };
  const query = `service=${service.traces.service} tags=${JSON.stringify(service.traces.failingTags)}`;
  try {
    const trace = await findFailingTrace({ jaegerUrl, jaegerUiUrl }, service.traces, search);
    if (trace !== undefined) return { status: 'found', query, trace };
    return { status: 'none', query, reason: 'traces: no failing trace yet' };
  } catch (error) {
    return { status: 'failed', reason: `traces: ${reasonOf(error)}` };
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
