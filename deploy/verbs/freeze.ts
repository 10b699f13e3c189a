/**
 * Declares a freeze on the desk, and ends those that hold. Neither waits for the lock: a deployment may hold it for a
 * quarter of an hour and the next take it right after that, and a freeze is there to come in between. The desk has it at
 * once; the journal's line is written under the lock, by the next command where that is held now.
 */
import type { DeployConfig } from '../config.ts';
import { whereFrom } from '../origin.ts';
import { requireIdentity } from '../state/identity.ts';
import { type NewEntry, readJournal } from '../state/journal.ts';
import { newOperationId } from '../state/operations.ts';
import { readDeclaredFreezes } from '../stops/freezes.ts';
import type { VerbTools } from './carry-out.ts';
import { writeDown } from './write-down.ts';

export interface FreezeOptions {
  /** Undefined for until somebody ends it. */
  readonly until: Date | undefined;
  readonly reason: string;
  readonly isDryRun: boolean;
}

export interface ThawOptions {
  readonly reason: string;
  readonly isDryRun: boolean;
}

const answerTimeoutMs = 5_000;

export async function freeze(options: FreezeOptions, tools: VerbTools): Promise<number> {
  const { until, reason, isDryRun } = options;
  const { config, say } = tools;
  await requireIdentity(config.root, config);
  const now = new Date();
  if (until !== undefined && until <= now)
    throw new Error(`--until ${until.toISOString()} is over already; name a moment to come.`);
  const sentence = `${config.service} in ${config.environment} is frozen until ${until?.toISOString() ?? 'somebody ends it (npm run deploy -- thaw)'}: ${reason}`;
  if (isDryRun) {
    say(`freeze: nothing was done (--dry-run). ${sentence}`);
    return 0;
  }
  const operation = newOperationId({ ...config, verb: 'freeze' }, now, await takenIds(config));
  await tellDesk(config, {
    id: operation,
    status: 'started',
    startedAt: now.toISOString(),
    ...(until === undefined ? {} : { endedAt: until.toISOString() }),
    by: config.by,
    summary: reason,
  });
  say(`${sentence}.`);
  await writeDown(entryOf('freeze', operation, { config, now, reason, sentence: `${sentence}.` }), tools);
  return 0;
}

/** Ends every freeze that holds and was declared; those of the catalog end by themselves or in a review. */
export async function thaw({ reason, isDryRun }: ThawOptions, tools: VerbTools): Promise<number> {
  const { config, say } = tools;
  await requireIdentity(config.root, config);
  const now = new Date();
  const held = await readDeclaredFreezes(config, now);
  if (held.length === 0)
    throw new Error(`no declared freeze holds for ${config.service} in ${config.environment}.`);
  const taken = await takenIds(config);
  for (const { id, startedAt, by, summary } of held) {
    const which = `the freeze by ${by}: ${summary}`;
    if (isDryRun) {
      say(`thaw: nothing was done (--dry-run). It would end ${which}`);
      continue;
    }
    await tellDesk(config, {
      id,
      status: 'succeeded',
      startedAt,
      endedAt: now.toISOString(),
      by,
      summary: `${summary} Ended by ${config.by}: ${reason}`,
    });
    say(`ended ${which}`);
    const operation = newOperationId({ ...config, verb: 'thaw' }, now, taken);
    taken.push(operation);
    await writeDown(entryOf('thaw', operation, { config, now, reason, sentence: `ended ${which}` }), tools);
  }
  return 0;
}

async function takenIds({ root }: DeployConfig): Promise<string[]> {
  return (await readJournal(root)).entries.map(({ operation }) => operation);
}

/** One line, since the desk has taken it by then: there is nothing that could be cut off. */
function entryOf(
  verb: 'freeze' | 'thaw',
  operation: string,
  about: {
    readonly config: DeployConfig;
    readonly now: Date;
    readonly reason: string;
    readonly sentence: string;
  },
): NewEntry {
  const { config, now, reason, sentence } = about;
  const detail = { by: config.by, from: whereFrom(), reason, outcome: 'succeeded', sentence };
  return { at: now.toISOString(), operation, verb, phase: 'end', detail };
}

/** Throws when the desk did not take it: a freeze that nobody knows of would be none. */
async function tellDesk(config: DeployConfig, freezeChange: object): Promise<void> {
  const { deskUrl, service, environment, drill } = config;
  if (deskUrl === undefined) throw new Error('DESK_URL is not set; freezes are declared on the desk.');
  const detail = drill === undefined ? {} : { detail: { drill } };
  const response = await fetch(new URL('/api/changes', deskUrl), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'freeze', service, environment, release: '', ...detail, ...freezeChange }),
    signal: AbortSignal.timeout(answerTimeoutMs),
  }).catch((error: unknown) => {
    throw new Error(`the desk at ${deskUrl} does not answer, so nothing was declared. Is it running?`, {
      cause: error,
    });
  });
  if (!response.ok)
    throw new Error(
      `the desk refused it (status ${response.status}): ${(await response.text()).slice(0, 200)}`,
    );
}
