/** The verbs of `npm run dashboards` that need nothing but the catalog: writes dashboards-as-code/generated/ from it, compares it, lints it. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { catalog } from '../alerts/catalog.ts';
import { checkGenerated, writeGenerated } from '../alerts/generated-files.ts';
import { runVerb } from '../programs/command-line.ts';
import { boardArtefacts } from './artefacts.ts';

const usage = `npm run dashboards [-- --check]
npm run dashboards -- verify (every query on real servers; has its own --help)
npm run dashboards -- lint (Grafana's own linter over the boards; has its own --help)
npm run dashboards -- diff [--against REF|FOLDER|FILE] (what changes on the boards; has its own --help)
npm run dashboards -- push --url URL --token-file FILE (the boards into a Grafana; has its own --help)
npm run dashboards -- pull UID --url URL --token-file FILE (a Grafana's board as TypeScript; has its own --help)

Renders Grafana's boards and its provisioning from alerts/catalog/. A board with a fault (checks/) is refused before
anything is written, with exit code 1.

  --check              write nothing; exit 1 when a committed file is stale or was edited by hand

Example: npm run dashboards -- --check`;

const options = {
  check: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** Verbs with options of their own, loaded when they are asked for. */
const verbs = new Map([
  ['lint', async (args: string[]) => (await import('./lint/verb.ts')).runLint(args)],
  ['diff', async (args: string[]) => (await import('./diff/verb.ts')).runDiff(args)],
  ['push', async (args: string[]) => (await import('./grafana/push-verb.ts')).runPush(args)],
  ['pull', async (args: string[]) => (await import('./pull/verb.ts')).runPull(args)],
]);

export async function dashboards(args: string[]): Promise<number> {
  const own = verbs.get(args[0] ?? '');
  if (own !== undefined) return own(args.slice(1));
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  if (positionals.length > 0) {
    console.error(
      `"${positionals.join(' ')}" is no verb; there is verify, ${[...verbs.keys()].join(', ')}.\n\n${usage}`,
    );
    return 2;
  }
  const generated = {
    dir: join(import.meta.dirname, 'generated'),
    label: 'dashboards-as-code/generated',
    command: 'npm run dashboards',
    files: boardArtefacts(catalog),
  };
  return values.check ? checkGenerated(generated) : writeGenerated(generated);
}

if (import.meta.main) process.exitCode = await runVerb(dashboards, process.argv.slice(2));
