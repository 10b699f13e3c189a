/** Whether everything is as it should be between two operations. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDeployConfig } from '../config.ts';
import { observe } from '../native/observe.ts';
import { verifyRelease } from '../release/verify.ts';
import { disagreement } from '../situation.ts';
import type { DeployStand } from '../stand/deploy-stand.ts';
import { hasCode } from '../state/error-code.ts';
import { readJournal } from '../state/journal.ts';
import { foldOperations, openOperations } from '../state/operations.ts';
import { listReleaseProcesses } from './release-processes.ts';

/** What must not be lost. */
export interface Before {
  readonly current: string;
  readonly journal: string;
}

export async function rememberState(stand: DeployStand): Promise<Before> {
  const situation = await observe(parseDeployConfig(stand.env));
  return { current: situation.pointer?.id ?? '', journal: await journalText(stand.root) };
}

/** One sentence for each thing that is amiss: one release serves, pointer and proxy agree, nothing else runs, nothing is lost. */
export async function findFaults(
  stand: DeployStand,
  before: Before,
  servedBy: (stand: DeployStand) => Promise<string> = (fixture) => fixture.serving(),
): Promise<string[]> {
  const { root } = stand;
  const faults: string[] = [];
  const situation = await observe(parseDeployConfig(stand.env));
  const current = situation.pointer?.id;
  const disagrees = disagreement(situation);
  if (disagrees !== undefined) faults.push(disagrees);
  if (current === undefined) return [...faults, 'the pointer is gone'];
  await verifyRelease(root, current).catch((error: unknown) => faults.push(String(error)));
  const serving = await servedBy(stand);
  if (serving !== current) faults.push(`users get "${serving}", current is ${current}`);
  const running = (await listReleaseProcesses(root)).map(({ release }) => release);
  if (running.length !== 1 || running[0] !== current)
    faults.push(`there runs ${running.join(', ') || 'nothing'}`);
  const targets = await readdir(stand.targetsDir);
  if (targets.length !== 1) faults.push(`Prometheus is told to scrape ${targets.join(', ') || 'nothing'}`);
  const left = (await readdir(root)).filter((name) => name.startsWith('lock') || name.endsWith('.tmp'));
  if (left.length > 0) faults.push(`${left.join(', ')} is left over`);
  faults.push(...(await findJournalFaults(root, before.journal)));
  return faults;
}

async function findJournalFaults(root: string, before: string): Promise<string[]> {
  const text = await journalText(root);
  const { entries, torn } = await readJournal(root);
  const open = openOperations(foldOperations(entries));
  return [
    ...(text.startsWith(before) ? [] : ['the journal has lost lines']),
    ...(torn === undefined ? [] : ['the journal is still torn']),
    ...open.map(({ operation }) => `${operation} is still open`),
  ];
}

async function journalText(root: string): Promise<string> {
  return readFile(join(root, 'journal.jsonl'), 'utf8').catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return '';
    throw error;
  });
}
