/** `npm run alerts -- import FILE`: an OpenSLO or Sloth file becomes a file of the catalog. */
import { readFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { renderCatalogFile } from './catalog-file.ts';
import { importText } from './import-text.ts';
import type { Imported } from './imported.ts';
import { renderFinding } from './report.ts';
import { writeOnce } from './write-once.ts';

const usage = `npm run alerts -- import FILE [--out FILE]

Prints a file of the catalog made from OpenSLO v1 documents or from Sloth's prometheus/v1. What cannot be carried is
said line by line on stderr.

  --out FILE   write there instead, such as alerts/catalog/shop.ts; a file that exists is not replaced

Exit code 0: all objectives carried, perhaps with notes. 1: one was not, or the file has faults (nothing is written then).

Example: npm run alerts -- import shop.yaml --out alerts/catalog/shop.ts`;

export async function runImport(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { out: { type: 'string' }, help: { type: 'boolean' } },
  });
  const [file, ...others] = positionals;
  if (values.help || file === undefined || others.length > 0) {
    console[values.help ? 'log' : 'error'](usage);
    return values.help ? 0 : 2;
  }
  const imported = importText(await readText(file), basename(file));
  for (const finding of imported.findings) console.error(renderFinding(finding));
  if (imported.services.length > 0) await write(imported, file, values.out);
  const isWhole = imported.findings.every(({ weight }) => weight === 'note');
  return isWhole ? 0 : 1;
}

async function write(imported: Imported, file: string, out: string | undefined): Promise<void> {
  const alerts = dirname(import.meta.dirname);
  const target = out === undefined ? join(alerts, 'catalog', 'imported.ts') : resolve(out);
  const path = relative(dirname(target), alerts).replaceAll('\\', '/');
  const alertsPath = path.startsWith('.') ? path : `./${path}`;
  const text = renderCatalogFile(imported, { source: basename(file), alertsPath });
  if (out === undefined) console.log(text.trimEnd());
  else {
    await writeOnce(out, text);
    const count = imported.services.flatMap(({ objectives }) => objectives).length;
    console.error(`${out}: ${count} ${count === 1 ? 'objective' : 'objectives'} written.`);
  }
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new Error(`import: ${file} cannot be read; name a YAML file of OpenSLO v1 or Sloth.`, {
      cause: error,
    });
  }
}
