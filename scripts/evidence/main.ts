/**
 * `npm run evidence -- <question>`: asks the running stack the questions of a diagnosis, the same that the desk asks
 * by itself. The runbooks' steps call it.
 */
import { parseArgs } from 'node:util';
import { runQuestion } from '../../programs/command-line.ts';
import { findObjective, findService, readCatalog } from '../../service/evidence/catalog.ts';
import { readStackAddresses } from '../config.ts';
import { printAlert } from './alert.ts';
import { printChanges, printComponents } from './desk.ts';
import { printLogs } from './logs.ts';
import { printObjective } from './objective.ts';
import { printQuery } from './query.ts';
import type { Ask } from './question.ts';
import { printRoutes } from './routes.ts';
import { printSql } from './sql.ts';
import { printTrace } from './trace.ts';

const usage = `npm run evidence -- <question> [options]

  routes               which routes fail, and how badly
  logs                 error lines of those routes (Loki)
  trace                one failing request, span by span (Jaeger)
  changes              what changed lately (the desk)
  components           the parts of the service and their state (the desk)
  objective [NAME]     is the objective met? exit 1 when it is not
  alert NAME           what the alert says: for whom it fires, since when, with which value, by which rule
  query 'PROMQL'       what Prometheus answers to it; $service, $environment and $window are filled in
  sql 'STATEMENT'      what the database answers to it, in a transaction that may not write

  --objective NAME     ask routes, logs and trace about this objective (availability)
  --window 5m          how far back metrics look (objective: 1m)
  --wait SECONDS       objective, alert --gone, query --holds: ask again until it is so, for so long
  --gone               alert: exit 1 when it still fires
  --holds              query: exit 1 when it gives no series, as a comparison does that is not true

SERVICE and ENVIRONMENT say about whom (desk, production). Addresses come from PROMETHEUS_URL, LOKI_URL, JAEGER_URL,
DESK_URL and DATABASE_URL, or from a running demo.

Example: ENVIRONMENT=staging npm run evidence -- routes`;

const options = {
  objective: { type: 'string', default: 'availability' },
  window: { type: 'string' },
  wait: { type: 'string', default: '0' },
  gone: { type: 'boolean', default: false },
  holds: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

const questions: ReadonlyMap<string, { readonly ask: Ask; readonly window: string }> = new Map([
  ['routes', { ask: printRoutes, window: '5m' }],
  ['logs', { ask: printLogs, window: '5m' }],
  ['trace', { ask: printTrace, window: '5m' }],
  ['changes', { ask: printChanges, window: '5m' }],
  ['components', { ask: printComponents, window: '5m' }],
  // Verification looks at now: a longer window still remembers the fault.
  ['objective', { ask: printObjective, window: '1m' }],
]);

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [name = '', text] = positionals;
  if (values.help) {
    console.log(usage);
    return 0;
  }
  if (!/^\d+$/.test(values.wait)) {
    console.error(`--wait wants whole seconds, not "${values.wait}".`);
    return 2;
  }
  const asked = {
    stack: readStackAddresses(),
    window: values.window ?? '5m',
    waitSeconds: Number(values.wait),
    print: (line: string) => console.log(line),
  };
  if (name === 'alert' && text !== undefined)
    return printAlert({ ...asked, alert: text, mustBeGone: values.gone });
  if (name === 'query' && text !== undefined)
    return printQuery({ ...asked, promql: text, mustHold: values.holds });
  if (name === 'sql' && text !== undefined) return printSql({ ...asked, statement: text });
  const question = questions.get(name);
  if (question === undefined) {
    console.error(usage);
    return 2;
  }
  const { stack } = asked;
  const objectiveName = text ?? values.objective;
  const service = findService(await readCatalog(stack.CATALOG_FILE), stack.SERVICE);
  const objective = service && findObjective(service, objectiveName);
  if (service === undefined || objective?.name !== objectiveName)
    throw new Error(`the catalog has no objective "${objectiveName}" of service "${stack.SERVICE}".`);
  return question.ask({ ...asked, service, objective, window: values.window ?? question.window });
}

process.exitCode = await runQuestion(main, process.argv.slice(2));
