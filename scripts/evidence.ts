/**
 * `npm run evidence -- <question>`: asks the running stack the questions of a diagnosis, the same that the desk asks
 * by itself. The runbooks' steps call it.
 */

import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import {
  type CatalogService,
  findObjective,
  findService,
  type Objective,
  readCatalog,
} from '../service/evidence/catalog.ts';
import { errorLinesQuery, findErrorLines } from '../service/evidence/error-lines.ts';
import { findFailingRoutes } from '../service/evidence/failing-routes.ts';
import { findFailingTrace } from '../service/evidence/failing-trace.ts';
import { readObjectiveState } from '../service/evidence/objective-state.ts';
import { readStackAddresses, type StackAddresses } from './config.ts';

const usage = `npm run evidence -- <question> [options]

  routes               which routes fail, and how badly
  logs                 error lines of those routes (Loki)
  trace                one failing request, span by span (Jaeger)
  changes              what changed lately (the desk)
  components           the parts of the service and their state (the desk)
  objective [NAME]     is the objective met? exit 1 when it is not

  --objective NAME     ask routes and logs about this objective (availability)
  --window 5m          how far back metrics look (objective: 1m)
  --wait SECONDS       objective: ask again until it is met, for so long

SERVICE and ENVIRONMENT say about whom (desk, production). Addresses come from PROMETHEUS_URL, LOKI_URL, JAEGER_URL and
DESK_URL, or from a running demo.

Example: ENVIRONMENT=staging npm run evidence -- routes`;

const options = {
  objective: { type: 'string', default: 'availability' },
  window: { type: 'string' },
  wait: { type: 'string', default: '0' },
  help: { type: 'boolean', default: false },
} as const;

interface Question {
  readonly stack: StackAddresses;
  readonly service: CatalogService;
  readonly objective: Objective;
  readonly window: string;
  readonly waitSeconds: number;
}

/** Logs and traces are searched this far back. */
const lookBackMs = 15 * 60_000;

async function printRoutes(question: Question): Promise<number> {
  const rows = await failingRoutes(question);
  if (rows.length === 0)
    console.log(`No route missed the ${question.objective.name} objective in the last ${question.window}.`);
  for (const { method, route, badRatio, badCount, totalCount } of rows)
    console.log(
      `${percent(badRatio).padStart(8)}  ${Math.round(badCount)} of ${Math.round(totalCount)}  ${method} ${route}`,
    );
  return 0;
}

async function printLogs(question: Question): Promise<number> {
  const { LOKI_URL } = question.stack;
  if (LOKI_URL === undefined || question.service.logs === undefined) return unavailable('logs', 'LOKI_URL');
  const routes = (await failingRoutes(question)).map(({ route }) => route);
  if (routes.length === 0) {
    console.log(`No route fails now, so no lines were searched.`);
    return 0;
  }
  const query = errorLinesQuery(question.service.logs, { environment: question.stack.ENVIRONMENT, routes });
  const lines = await findErrorLines(LOKI_URL, query, range());
  console.log(lines.length === 0 ? `No error line for ${query}` : query);
  for (const { at, message, exceptionType, exceptionMessage, traceId } of lines.slice(0, 10))
    console.log(`${at}  ${message}  ${exceptionType} ${exceptionMessage}  trace ${traceId}`);
  return 0;
}

async function printTrace(question: Question): Promise<number> {
  const { JAEGER_URL, ENVIRONMENT } = question.stack;
  if (JAEGER_URL === undefined || question.service.traces === undefined)
    return unavailable('traces', 'JAEGER_URL');
  const routes = (await failingRoutes(question)).map(({ route }) => route);
  const trace = await findFailingTrace(JAEGER_URL, question.service.traces, {
    environment: ENVIRONMENT,
    routes,
    ...range(),
  });
  if (trace === undefined) {
    console.log('No failing trace in the last 15 minutes.');
    return 0;
  }
  console.log(
    `${trace.url}\n${trace.startedAt}  ${trace.route}  ${trace.statusCode}  ${trace.durationMs.toFixed(1)} ms`,
  );
  for (const { name, depth, durationMs, exception } of trace.spans)
    console.log(`${'  '.repeat(depth)}${name}  ${durationMs.toFixed(1)} ms  ${exception}`.trimEnd());
  return 0;
}

const changesSchema = z.object({
  changes: z.array(
    z.object({
      kind: z.string(),
      release: z.string(),
      status: z.string(),
      startedAt: z.string(),
      by: z.string(),
      summary: z.string(),
    }),
  ),
});

async function printChanges({ stack }: Question): Promise<number> {
  const query = `service=${encodeURIComponent(stack.SERVICE)}&environment=${encodeURIComponent(stack.ENVIRONMENT)}&limit=5`;
  const { changes } = changesSchema.parse(await askDesk(stack, `/api/changes?${query}`));
  if (changes.length === 0) console.log('The desk knows of no change.');
  for (const { startedAt, kind, release, status, by, summary } of changes)
    console.log(`${startedAt}  ${kind} ${release} ${status}, by ${by}: ${summary}`);
  return 0;
}

const componentsSchema = z.object({
  status: z.string(),
  components: z.array(
    z.object({
      name: z.string(),
      state: z.string(),
      latencyMs: z.number(),
      version: z.string(),
      detail: z.string(),
    }),
  ),
});

async function printComponents({ stack }: Question): Promise<number> {
  const { status, components } = componentsSchema.parse(await askDesk(stack, '/health/detailed'));
  console.log(status);
  for (const { name, state, latencyMs, version, detail } of components)
    console.log(`${name.padEnd(12)} ${state.padEnd(10)} ${latencyMs} ms  ${version} ${detail}`.trimEnd());
  return 0;
}

/** Exit code 0 when the objective is met over the window, 1 when it is not or nothing was measured. */
async function printObjective({ stack, objective, window, waitSeconds }: Question): Promise<number> {
  const deadline = performance.now() + waitSeconds * 1000;
  for (;;) {
    const state = await readObjectiveState(prometheusUrl(stack), objective, {
      environment: stack.ENVIRONMENT,
      window,
    });
    if (state.isMet || performance.now() > deadline) {
      const measured =
        state.badRatio === undefined ? 'nothing was measured' : `${percent(state.badRatio)} missed it`;
      const verdict = state.isMet ? 'is met' : 'is NOT met';
      console.log(
        `${objective.name} ${verdict} over the last ${window}: ${measured}, ${percent(state.allowedRatio)} allowed`,
      );
      return state.isMet ? 0 : 1;
    }
    await pause(2000);
  }
}

const questions: Readonly<Record<string, (question: Question) => Promise<number>>> = {
  routes: printRoutes,
  logs: printLogs,
  trace: printTrace,
  changes: printChanges,
  components: printComponents,
  objective: printObjective,
};

function failingRoutes({ stack, objective, window }: Question): ReturnType<typeof findFailingRoutes> {
  return findFailingRoutes(prometheusUrl(stack), objective, { environment: stack.ENVIRONMENT, window });
}

function prometheusUrl({ PROMETHEUS_URL }: StackAddresses): string {
  if (PROMETHEUS_URL === undefined)
    throw new Error('PROMETHEUS_URL is not set and no demo runs here; set it to ask about metrics.');
  return PROMETHEUS_URL;
}

async function askDesk({ DESK_URL }: StackAddresses, path: string): Promise<unknown> {
  if (DESK_URL === undefined)
    throw new Error('DESK_URL is not set and no demo runs here; set it to ask the desk.');
  const response = await fetch(new URL(path, DESK_URL), { signal: AbortSignal.timeout(5000) });
  return response.json();
}

/** Not having a backend is no fault of the diagnosis: it goes on with what there is. */
function unavailable(what: string, variable: string): number {
  console.log(`${what}: not available here (${variable} is not set)`);
  return 0;
}

function range(): { from: Date; to: Date } {
  const to = new Date();
  return { from: new Date(to.getTime() - lookBackMs), to };
}

function percent(ratio: number): string {
  return `${(ratio * 100).toFixed(2)} %`;
}

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [name = '', objectiveName = values.objective] = positionals;
  const ask = questions[name];
  if (values.help || ask === undefined) {
    console[values.help ? 'log' : 'error'](usage);
    return values.help ? 0 : 2;
  }
  const stack = readStackAddresses();
  const service = findService(await readCatalog(stack.CATALOG_FILE), stack.SERVICE);
  const objective = service && findObjective(service, objectiveName);
  if (service === undefined || objective?.name !== objectiveName)
    throw new Error(`the catalog has no objective "${objectiveName}" of service "${stack.SERVICE}".`);
  return ask({
    stack,
    service,
    objective,
    window: values.window ?? (name === 'objective' ? '1m' : '5m'),
    waitSeconds: Number(values.wait),
  });
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = error instanceof TypeError ? 2 : 1;
}
