/** The runbooks of this folder, and their index. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseRunbook, type Runbook } from './runbook.ts';

const folder = import.meta.dirname;
const indexFile = 'README.md';

/** The alerts that have a runbook, sorted; the index is none. */
export async function runbookNames(): Promise<string[]> {
  const files = await readdir(folder);
  return files
    .filter((file) => file.endsWith('.md') && file !== indexFile)
    .map((file) => file.replace(/\.md$/, ''))
    .sort();
}

/** Throws an Error that lists every fault of the file. */
export async function readRunbook(alert: string): Promise<Runbook> {
  return parseRunbook(await readFile(join(folder, `${alert}.md`), 'utf8'), `runbooks/${alert}.md`);
}

/** README.md as it has to be: a line an alert, in the order given. */
export function renderIndex(runbooks: readonly Runbook[]): string {
  const rows = runbooks.map(
    ({ alert, meaning, severity, drill }) =>
      `| [${alert}](${alert}.md) | ${meaning.replaceAll('|', '\\|')} | ${severity} | ${drill} |`,
  );
  return `<!-- Made from the runbooks by "npm run --silent runbook -- --index > runbooks/README.md"; do not edit. -->

# Runbooks

One an alert, of the same name. \`npm run runbook -- <Alert>\` walks it: shows each step, asks before one that changes
something, runs it, and records it on the incident. The severity is the worst that the alert can have; the drill is what
proves the runbook, where something does.

| alert | what it means | severity | drill |
| --- | --- | --- | --- |
${rows.join('\n')}
`;
}
