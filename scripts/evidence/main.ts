/**
 * `npm run evidence -- <question>`: asks the running stack the questions of a diagnosis, the same that the desk asks
 * by itself. The runbooks' steps call it.
 */
import { parseArgs } from 'node:util';
import { runVerb } from '../../programs/command-line.ts';
import { findObjective, findService, readCatalog } from '../../service/evidence/catalog.ts';
import { readStackAddresses } from '../config.ts';
import { printChanges, printComponents } from './desk.ts';
import { printLogs } from './logs.ts';
import { printObjective } from './objective.ts';
import type { Ask } from './question.ts';
import { printRoutes } from './routes.ts';
import { printTrace } from './trace.ts';

const usage = `npm run evidence -- <question> [options]

  routes               which routes fail, and how badly
  logs                 error lines of those routes (Loki)
  trace                one failing request, span by span (Jaeger)
  changes              what changed lately (the desk)
  components           the parts of the service and their state (the desk)
  objective [NAME]     is the objective met? exit 1 when it is not

  --objective NAME     ask routes, logs and trace about this objective (availability)
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
  const [name = '', objectiveName = values.objective] = positionals;
  const question = questions.get(name);
  if (values.help) {
    console.log(usage);
    return 0;
  }
  if (question === undefined || !/^\d+$/.test(values.wait)) {
    console.error(question ? `--wait wants whole seconds, not "${values.wait}".` : usage);
    return 2;
  }
  const stack = readStackAddresses();
  const service = findService(await readCatalog(stack.CATALOG_FILE), stack.SERVICE);
  const objective = service && findObjective(service, objectiveName);
  if (service === undefined || objective?.name !== objectiveName)
    throw new Error(`the catalog has no objective "${objectiveName}" of service "${stack.SERVICE}".`);
  return question.ask({
    stack,
    service,
    objective,
    window: values.window ?? question.window,
    waitSeconds: Number(values.wait),
    print: (line) => console.log(line),
  });
}

process.exitCode = await runVerb(main, process.argv.slice(2));
