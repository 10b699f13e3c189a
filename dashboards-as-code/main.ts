/** `npm run dashboards`: writes dashboards-as-code/generated/ from the catalog, compares it, or tries its queries out. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { catalog } from '../alerts/catalog.ts';
import { durationSeconds } from '../alerts/duration.ts';
import { checkGenerated, writeGenerated } from '../alerts/generated-files.ts';
import { runVerb } from '../programs/command-line.ts';
import { boardArtefacts } from './artefacts.ts';
import { readDashboardsConfig } from './config.ts';
import { verifyBoards } from './verify.ts';
import { renderReport } from './verify-report.ts';

const usage = `npm run dashboards [-- --check]
npm run dashboards -- verify [options]
npm run dashboards -- lint (Grafana's own linter over the boards; has its own --help)
npm run dashboards -- diff [--against REF|FOLDER|FILE] (what changes on the boards; has its own --help)
npm run dashboards -- push --url URL --token-file FILE (the boards into a Grafana; has its own --help)
npm run dashboards -- pull UID --url URL --token-file FILE (a Grafana's board as TypeScript; has its own --help)

Renders Grafana's boards and its provisioning from alerts/catalog/. A board with a fault (checks/) is refused before
anything is written, with exit code 1.

  --check              write nothing; exit 1 when a committed file is stale or was edited by hand

verify runs every query of every panel, variable and mark against PROMETHEUS_URL, LOKI_URL and JAEGER_URL (from the
environment or from a stack that "npm run demo" started), prints a table, and exits 1 when a query fails.

  --service NAME       a service of the catalog (desk)
  --environment NAME   its environment (production)
  --release NAME       only this release (all)
  --route TEMPLATE     only this route (all)
  --last DURATION      the time range that ends now (15m)

Example: npm run dashboards -- verify --environment staging --last 1h`;

const options = {
  check: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
  service: { type: 'string', default: 'desk' },
  environment: { type: 'string', default: 'production' },
  release: { type: 'string' },
  route: { type: 'string' },
  last: { type: 'string', default: '15m' },
} as const;

/** Verbs with options of their own, loaded when they are asked for. */
const verbs = new Map([
  ['lint', async (args: string[]) => (await import('./lint/verb.ts')).runLint(args)],
  ['diff', async (args: string[]) => (await import('./diff/verb.ts')).runDiff(args)],
  ['push', async (args: string[]) => (await import('./grafana/push-verb.ts')).runPush(args)],
  ['pull', async (args: string[]) => (await import('./pull/verb.ts')).runPull(args)],
]);

async function main(args: string[]): Promise<number> {
  const own = verbs.get(args[0] ?? '');
  if (own !== undefined) return own(args.slice(1));
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [verb, ...extra] = positionals;
  if (values.help) {
    console.log(usage);
    return 0;
  }
  if ((verb !== undefined && verb !== 'verify') || extra.length > 0) {
    console.error(
      `"${positionals.join(' ')}" is no verb; there is verify, ${[...verbs.keys()].join(', ')}.\n\n${usage}`,
    );
    return 2;
  }
  if (verb === 'verify') return verify(values);
  const generated = {
    dir: join(import.meta.dirname, 'generated'),
    label: 'dashboards-as-code/generated',
    command: 'npm run dashboards',
    files: boardArtefacts(catalog),
  };
  return values.check ? checkGenerated(generated) : writeGenerated(generated);
}

/** Nothing asked is nothing verified: without Prometheus this fails. */
async function verify(values: {
  service: string;
  environment: string;
  release?: string;
  route?: string;
  last: string;
}): Promise<number> {
  const { last, ...chosen } = values;
  const config = readDashboardsConfig();
  if (config.prometheusUrl === undefined) {
    console.error(
      'There is no Prometheus to ask: set PROMETHEUS_URL, or run "npm run demo" in another terminal.',
    );
    return 1;
  }
  const to = new Date();
  const from = new Date(to.getTime() - durationSeconds(last) * 1000);
  const results = await verifyBoards({ ...chosen, ...config, from, to });
  console.log(renderReport(results));
  return results.some(({ status }) => status === 'error') ? 1 : 0;
}

process.exitCode = await runVerb(main, process.argv.slice(2));
