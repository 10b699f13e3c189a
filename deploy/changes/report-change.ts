import type { DeployConfig } from '../config.ts';
import type { Change } from './change.ts';
import { readOutbox, writeOutbox } from './outbox.ts';

/** All that a desk which is slow or down may cost a deployment. */
const timeoutMs = 2_000;

export interface ChangeReporter {
  /** Puts a change where it survives whatever ends this process; nothing where there is none, or nobody to tell. */
  readonly keep: (change: Change | undefined) => Promise<void>;
  /** Sends what is kept, in order, and goes on keeping what the desk does not take for the next command. */
  readonly deliver: () => Promise<void>;
}

/**
 * Neither ever throws: a deployment does not fail because nobody could be told. Only the holder of the lock may call
 * them, one after the other.
 */
export function changeReporter(
  { root, deskUrl }: Pick<DeployConfig, 'root' | 'deskUrl'>,
  say: (line: string) => void,
): ChangeReporter {
  const attempt = async (action: () => Promise<void>): Promise<void> => {
    try {
      await action();
    } catch (error) {
      say(`the change was not recorded: ${reasonOf(error)}`);
    }
  };
  // Nobody to tell; what waits for a desk that was named before goes on waiting.
  if (deskUrl === undefined) return { keep: async () => {}, deliver: async () => {} };
  return {
    keep: (change) =>
      attempt(async () => {
        if (change === undefined) return;
        await writeOutbox(root, [...(await readOutbox(root)), JSON.stringify(change)]);
      }),
    deliver: () =>
      attempt(async () => {
        const waiting = await readOutbox(root);
        if (waiting.length > 0) await writeOutbox(root, await deliver(deskUrl, waiting, say));
      }),
  };
}

/** Keeps and sends one. */
export async function reportChange(
  config: Pick<DeployConfig, 'root' | 'deskUrl'>,
  change: Change,
  say: (line: string) => void,
): Promise<void> {
  const { keep, deliver: send } = changeReporter(config, say);
  await keep(change);
  await send();
}

/** Gives back what is still to be delivered. */
async function deliver(
  deskUrl: string,
  waiting: readonly string[],
  say: (line: string) => void,
): Promise<readonly string[]> {
  const signal = AbortSignal.timeout(timeoutMs);
  for (const [index, body] of waiting.entries()) {
    try {
      await post(deskUrl, body, signal, say);
    } catch (error) {
      const left = waiting.slice(index);
      say(
        `the desk at ${deskUrl} could not be told (${reasonOf(error)}); ${left.length} kept for the next command`,
      );
      return left;
    }
  }
  return [];
}

async function post(
  deskUrl: string,
  body: string,
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(new URL('/api/changes', deskUrl), { method: 'POST', headers, body, signal });
  const answer = await response.text();
  if (response.ok) return;
  const reason = `status ${response.status}: ${answer.slice(0, 200)}`;
  // What the desk refuses for good must not keep all that follows waiting.
  const isFinal = response.status < 500 && response.status !== 408 && response.status !== 429;
  if (!isFinal) throw new Error(reason);
  say(`the desk refused a change (${reason}): ${body}`);
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
