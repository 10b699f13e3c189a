/** Declares a freeze on the desk, and ends those that hold. */
import type { DeployConfig } from '../config.ts';
import { readDeclaredFreezes } from '../stops/freezes.ts';
import type { VerbTools } from './carry-out.ts';

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

export async function freeze(options: FreezeOptions, { config, say }: VerbTools): Promise<number> {
  const { until, reason, isDryRun } = options;
  const now = new Date();
  if (until !== undefined && until <= now)
    throw new Error(`--until ${until.toISOString()} is over already; name a moment to come.`);
  const sentence = `${config.service} in ${config.environment} is frozen until ${until?.toISOString() ?? 'somebody ends it (npm run deploy -- thaw)'}: ${reason}`;
  if (isDryRun) {
    say(`freeze: nothing was done (--dry-run). ${sentence}`);
    return 0;
  }
  await tellDesk(config, {
    id: `${config.service}-${config.environment}-freeze-${now.toISOString().replace(/[-:.]/g, '')}`,
    status: 'started',
    startedAt: now.toISOString(),
    ...(until === undefined ? {} : { endedAt: until.toISOString() }),
    by: config.by,
    summary: reason,
  });
  say(`${sentence}.`);
  return 0;
}

/** Ends every freeze that holds and was declared; those of the catalog end by themselves or in a review. */
export async function thaw({ reason, isDryRun }: ThawOptions, { config, say }: VerbTools): Promise<number> {
  const now = new Date();
  const held = await readDeclaredFreezes(config, now);
  if (held.length === 0)
    throw new Error(`no declared freeze holds for ${config.service} in ${config.environment}.`);
  for (const { id, startedAt, by, summary } of held) {
    if (!isDryRun)
      await tellDesk(config, {
        id,
        status: 'succeeded',
        startedAt,
        endedAt: now.toISOString(),
        by,
        summary: `${summary} Ended by ${config.by}: ${reason}`,
      });
    say(
      `${isDryRun ? 'thaw: nothing was done (--dry-run). It would end' : 'ended'} the freeze by ${by}: ${summary}`,
    );
  }
  return 0;
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
