/** Whether everything is as it should be between two operations. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDeployConfig } from '../config.ts';
import { verifyRelease } from '../release/verify.ts';
import { disagreement } from '../situation.ts';
import type { DeployStand } from '../stand/deploy-stand.ts';
import { hasCode } from '../state/error-code.ts';
import { readJournal } from '../state/journal.ts';
import { foldOperations, openOperations } from '../state/operations.ts';
import { readPointer } from '../state/pointer.ts';
import { observe } from '../steps/observe.ts';
import { listReleaseProcesses } from './release-processes.ts';

/** What must not be lost. */
export interface Before {
  readonly current: string;
  readonly journal: string;
}

type Stand = Pick<DeployStand, 'env'>;

export async function rememberState({ env }: Stand): Promise<Before> {
  const config = parseDeployConfig(env);
  const situation = await observe(config);
  return { current: situation.pointer?.id ?? '', journal: await journalText(config.root) };
}

/** One sentence for each thing that is amiss: one release serves, pointer and proxy agree, nothing else runs, nothing is lost. */
export async function findFaults(
  stand: DeployStand,
  before: Before,
  servedBy: (stand: DeployStand) => Promise<string> = (fixture) => fixture.serving(),
): Promise<string[]> {
  const faults = await findStateFaults(stand, before, () => servedBy(stand));
  const current = (await readPointer(stand.root))?.id;
  const running = (await listReleaseProcesses(stand.root)).map(({ release }) => release);
  if (running.length !== 1 || running[0] !== current)
    faults.push(`there runs ${running.join(', ') || 'nothing'}`);
  return faults;
}

/** The same wherever releases run, which the engine itself is asked about. */
export async function findStateFaults(
  { env }: Stand,
  before: Before,
  servedBy: () => Promise<string>,
): Promise<string[]> {
  const config = parseDeployConfig(env);
  const { root, targetsDir } = config;
  const faults: string[] = [];
  const situation = await observe(config);
  const current = situation.pointer?.id;
  const disagrees = disagreement(situation);
  if (disagrees !== undefined) faults.push(disagrees);
  if (current === undefined) faults.push('the pointer is gone');
  else await verifyRelease(root, current).catch((error: unknown) => faults.push(String(error)));
  const serving = await servedBy();
  if (serving !== current) faults.push(`users get "${serving}", current is ${current}`);
  const running = situation.slots.filter(({ isRunning }) => isRunning);
  if (running.length !== 1) faults.push(`releases run in ${running.length} slots`);
  const targets = targetsDir === undefined ? [] : await readdir(targetsDir);
  if (targetsDir !== undefined && targets.length !== 1)
    faults.push(`Prometheus is told to scrape ${targets.join(', ') || 'nothing'}`);
  const left = (await readdir(root)).filter((name) => name.startsWith('lock') || name.endsWith('.tmp'));
  if (left.length > 0) faults.push(`${left.join(', ')} is left over`);
  faults.push(...(await findJournalFaults(root, before.journal)));
  return faults;
}

/** What the real desk says that it is, also while it has no database. */
export async function deskRelease(frontUrl: string): Promise<string> {
  const health: unknown = await (await fetch(`${frontUrl}/health`)).json();
  return typeof health === 'object' && health !== null && 'release' in health ? String(health.release) : '';
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
