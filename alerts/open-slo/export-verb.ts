/** `npm run alerts -- export [service]`: the catalog as OpenSLO v1. */
import { parseArgs } from 'node:util';
import { stringify } from 'yaml';
import { catalog, serviceNamed } from '../catalog.ts';
import { writeOnce } from '../import/write-once.ts';
import type { ServiceDefinition } from '../service-definition.ts';
import { leftBehind, openSloDocuments } from './export.ts';

const usage = `npm run alerts -- export [service] [--out FILE]

Prints OpenSLO v1 documents of one service of the catalog, or of all, and says on standard error what OpenSLO has no
place for.

  --out FILE   write there instead; a file that exists is not replaced

Example: npm run alerts -- export desk`;

export async function runExport(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { out: { type: 'string' }, help: { type: 'boolean' } },
  });
  if (values.help || positionals.length > 1) {
    console[values.help ? 'log' : 'error'](usage);
    return values.help ? 0 : 2;
  }
  const services = positionals.length === 0 ? catalog : positionals.map(serviceNamed);
  for (const line of services.flatMap(leftBehind)) console.error(line);
  const text = renderOpenSlo(services);
  if (values.out === undefined) console.log(text.trimEnd());
  else await writeOnce(values.out, text);
  return 0;
}

export function renderOpenSlo(services: readonly ServiceDefinition[]): string {
  return openSloDocuments(services)
    .map((document) => stringify(document, { lineWidth: 0, aliasDuplicateObjects: false }))
    .join('---\n');
}
