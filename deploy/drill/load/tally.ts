/** What became of the users' requests, by the way in which they came. */
import { z } from 'zod';

export const requestKinds = ['keep-alive', 'new connection', 'upload', 'slow'] as const;
export type RequestKind = (typeof requestKinds)[number];

const countSchema = z.object({ requests: z.int(), failed: z.int() });

export const tallySchema = z.object({
  seconds: z.number(),
  counts: z.record(z.enum(requestKinds), countSchema),
  /** What the first few failures were. */
  failures: z.array(z.string()),
});
export type LoadTally = Readonly<z.infer<typeof tallySchema>>;

const failuresKept = 10;

export class Tally {
  readonly #counts = Object.fromEntries(
    requestKinds.map((kind) => [kind, { requests: 0, failed: 0 }]),
  ) satisfies Record<string, z.infer<typeof countSchema>>;
  readonly #failures: string[] = [];
  readonly #begun = performance.now();

  count(kind: RequestKind, failure: string | undefined): void {
    const count = this.#counts[kind];
    if (count === undefined) throw new Error(`requests of kind "${kind}" are not counted.`);
    count.requests += 1;
    if (failure === undefined) return;
    count.failed += 1;
    if (this.#failures.length < failuresKept)
      this.#failures.push(`${new Date().toISOString()} ${kind}: ${failure}`);
  }

  read(): LoadTally {
    const seconds = (performance.now() - this.#begun) / 1_000;
    return tallySchema.parse({ seconds, counts: this.#counts, failures: this.#failures });
  }
}

export function totalOf({ counts, seconds }: LoadTally): {
  requests: number;
  failed: number;
  perSecond: number;
} {
  const all = Object.values(counts);
  const requests = all.reduce((sum, count) => sum + count.requests, 0);
  const failed = all.reduce((sum, count) => sum + count.failed, 0);
  return { requests, failed, perSecond: requests / seconds };
}

/** A line for each kind and one for all. */
export function describeTally(tally: LoadTally): string[] {
  const line = (name: string, requests: number, failed: number): string =>
    `${name.padEnd(16)} ${String(requests).padStart(9)} ${(requests / tally.seconds).toFixed(0).padStart(6)}/s ${String(failed).padStart(7)} failed`;
  const { requests, failed } = totalOf(tally);
  return [
    ...requestKinds.map((kind) => line(kind, tally.counts[kind].requests, tally.counts[kind].failed)),
    line('all', requests, failed),
    ...tally.failures,
  ];
}
