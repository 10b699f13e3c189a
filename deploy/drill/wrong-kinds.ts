/** The ways in which a release can be wrong, and by what each must be found out. */
import type { Behaviour } from '../stand/fixture-service/behaviour.ts';

export interface WrongKind {
  readonly name: string;
  readonly behaviour: Partial<Behaviour>;
  /** Whether the fault begins only once the release is promoted and watched. */
  readonly isLate?: boolean;
  /** Seconds of the watch. */
  readonly watchSeconds?: number;
  /** What the command must say; its first group is the verdict. */
  readonly verdict: RegExp;
}

/** Told by the fixture as it starts, and so found in the command's last words. */
const bootError = 'LISTEN_ADDRESS is not set';

export function wrongKinds({ exitsAfterSeconds }: { readonly exitsAfterSeconds: number }): WrongKind[] {
  return [
    { name: 'never listens', behaviour: { canListen: false }, verdict: /(was not ready within \d+ s)/ },
    {
      name: '500 on start',
      behaviour: { readyStatus: 500, healthStatus: 500, failsEvery: 1 },
      verdict: /(was not ready within \d+ s)/,
    },
    {
      name: 'slow leak',
      behaviour: { leakedKib: 16, memoryLimitMib: 192 },
      watchSeconds: 90,
      verdict: /the ((?:gate|watch) says fail)[^\n]*: the process of \S+ ended/,
    },
    {
      name: 'slow p95',
      behaviour: { delayMs: 600, slowEvery: 10 },
      verdict: /the (gate says fail) after [^\n]*latency: [^;]*[1-9]\d* of \d+ (?:requests|probes)/,
    },
    {
      name: '5 % errors',
      behaviour: { failsEvery: 20 },
      verdict: /the (gate says fail) after [^\n]*availability: [^;]*[1-9]\d* of \d+ (?:requests|probes)/,
    },
    {
      name: 'fails once watched',
      behaviour: { failsEvery: 1 },
      isLate: true,
      watchSeconds: 60,
      verdict: /the (watch says fail): availability: [1-9]\d* of \d+ requests bad/,
    },
    {
      name: `exits after ${exitsAfterSeconds} s`,
      behaviour: { diesAfterMs: 1_000 * exitsAfterSeconds },
      watchSeconds: exitsAfterSeconds + 30,
      verdict: /the (watch says fail): the process of \S+ ended/,
    },
    {
      name: 'wrong schema',
      behaviour: { canMigrate: false },
      verdict: /(the migration of) \S+ failed [^\n]*column "state" is in the way/,
    },
    {
      name: 'bad config',
      behaviour: { bootError },
      verdict: new RegExp(`(ended while starting)[^]*${bootError}`),
    },
    {
      name: 'health lies',
      behaviour: { failsEvery: 1 },
      verdict: /the (gate says fail) after [^\n]*availability: [^;]*[1-9]\d* of \d+ (?:requests|probes)/,
    },
  ];
}
