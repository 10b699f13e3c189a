/** `npm run alerts`: writes alerts/generated/ from the catalog; `-- --check` only compares, and fails when they differ. */
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { alertArtefacts } from './artefacts.ts';
import { catalog } from './catalog.ts';

const generatedDir = join(import.meta.dirname, 'generated');

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
  const wanted = alertArtefacts(catalog);
  const stale = await staleFiles(wanted);
  if (values.check) {
    for (const file of stale)
      console.error(`stale: alerts/generated/${file}; run "npm run alerts" and commit what it writes.`);
    return stale.length === 0 ? 0 : 1;
  }
  await replaceGenerated(wanted);
  console.log(`${wanted.size} files in alerts/generated/, ${stale.length} of them changed.`);
  return 0;
}

/** Files that are missing, different, or there without a source. */
async function staleFiles(wanted: ReadonlyMap<string, string>): Promise<string[]> {
  const present = await readdir(generatedDir, { recursive: true, withFileTypes: true }).catch(ignoreMissing);
  const presentFiles = present
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(generatedDir.length + 1));
  const orphans = presentFiles.filter((file) => !wanted.has(file));
  const differing = [];
  for (const [file, text] of wanted) {
    if (!presentFiles.includes(file) || (await readFile(join(generatedDir, file), 'utf8')) !== text)
      differing.push(file);
  }
  return [...differing, ...orphans];
}

/** Replaces the whole set at once: a reader never sees new rules beside old tests. */
async function replaceGenerated(wanted: ReadonlyMap<string, string>): Promise<void> {
  const incoming = `${generatedDir}.incoming-${process.pid}`;
  const outgoing = `${generatedDir}.outgoing-${process.pid}`;
  for (const [file, text] of wanted) {
    await mkdir(dirname(join(incoming, file)), { recursive: true });
    await writeFile(join(incoming, file), text);
  }
  await rename(generatedDir, outgoing).catch(ignoreMissing);
  await rename(incoming, generatedDir);
  await rm(outgoing, { recursive: true, force: true });
}

function ignoreMissing(error: unknown): [] {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
  throw error;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode =
    error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS') ? 2 : 1;
}
