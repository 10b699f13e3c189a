/** `npm run alerts`: writes alerts/generated/ from the catalog; `-- --check` only compares, and fails when they differ. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { alertArtefacts } from './artefacts.ts';
import { catalog } from './catalog.ts';
import { checkGenerated, writeGenerated } from './generated-files.ts';

const usage = `npm run alerts [-- --check]

Renders Prometheus rules and their tests, Alertmanager's and Prometheus' configuration and the desk's catalog
from alerts/catalog/.

  --check   write nothing; exit 1 when a committed file is stale or was edited by hand

Example: npm run alerts -- --check`;

async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { check: { type: 'boolean' }, help: { type: 'boolean' } } });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const generated = {
    dir: join(import.meta.dirname, 'generated'),
    label: 'alerts/generated',
    command: 'npm run alerts',
    files: alertArtefacts(catalog),
  };
  return values.check ? checkGenerated(generated) : writeGenerated(generated);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode =
    error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS') ? 2 : 1;
}
