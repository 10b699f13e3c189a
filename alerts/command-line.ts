/** Writes alerts/generated/ from the catalog, or calls a verb; `--check` only compares, and fails when they differ. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { alertFiles } from './artefacts.ts';
import { checkGenerated, writeGenerated } from './generated-files.ts';
import { assertWorkable } from './plan.ts';

const usage = `npm run alerts [-- --check]
npm run alerts -- import FILE | export [service] (OpenSLO and Sloth; each has its own --help)
npm run alerts -- plan [service] [--series N] (what each alert will do; has its own --help)
npm run alerts -- backfill [service] [--days N] (the steps to have history on the first day; has its own --help)
npm run alerts -- diff [--against REF|FILE] (what changes for the person on call; has its own --help)

Renders Prometheus rules and their tests, Alertmanager's and Prometheus' configuration and the desk's catalog
from alerts/catalog/, and the same from alerts/examples/. A catalog that cannot work is refused before anything is
written, with exit code 1.

  --check   write nothing; exit 1 when a committed file is stale or was edited by hand

Example: npm run alerts -- --check`;

/** Verbs with options of their own, loaded when they are asked for. */
const verbs = new Map([
  ['backfill', async (args: string[]) => (await import('./backfill/verb.ts')).runBackfill(args)],
  ['import', async (args: string[]) => (await import('./import/verb.ts')).runImport(args)],
  ['export', async (args: string[]) => (await import('./open-slo/export-verb.ts')).runExport(args)],
  ['diff', async (args: string[]) => (await import('./plan/diff-verb.ts')).runDiff(args)],
  ['plan', async (args: string[]) => (await import('./plan/verb.ts')).runPlan(args)],
]);

/** Gives the exit code; throws what the person who called should read. */
export async function runAlerts(args: string[]): Promise<number> {
  const verb = verbs.get(args[0] ?? '');
  if (verb !== undefined) return verb(args.slice(1));
  const { values } = parseArgs({ args, options: { check: { type: 'boolean' }, help: { type: 'boolean' } } });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const services = await namingItsFile('alerts/catalog', async () => {
    // Loaded here, so that a definition that is refused on loading is one sentence too, and no stack.
    const { catalog } = await import('./catalog.ts');
    assertWorkable(catalog);
    return catalog;
  });
  const examples = await namingItsFile('alerts/examples', async () => {
    const { exampleCatalog } = await import('./examples/catalog.ts');
    assertWorkable(exampleCatalog);
    return exampleCatalog;
  });
  const command = 'npm run alerts';
  const folders = [
    {
      dir: join(import.meta.dirname, 'generated'),
      label: 'alerts/generated',
      command,
      files: alertFiles(services),
    },
    {
      dir: join(import.meta.dirname, 'examples/generated'),
      label: 'alerts/examples/generated',
      command,
      files: alertFiles(examples, 'alerts/examples'),
    },
  ];
  return values.check ? checkGenerated(...folders) : writeGenerated(...folders);
}

/** Definitions do not know which folder they lie in, and a file that does not parse cannot say anything. */
async function namingItsFile<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    // Node puts file and line of what does not parse in front of the stack.
    const place = error instanceof SyntaxError ? `${error.stack?.split('\n')[0]}: ` : '';
    const message = error.message.replaceAll('alerts/catalog/', `${folder}/`);
    throw new Error(`${place}${message}`, { cause: error });
  }
}
