/** The gate's own requests to a new release, for when users send too few: safe, marked, bounded, and counted apart. */
import type { Count } from '../../alerts/firing-clauses.ts';
import type { CountedObjective } from '../../alerts/objective.ts';

/** By these a log, a trace and a rate limit can tell a probe from a user. */
export const probeHeaders = { 'user-agent': 'tocsin-gate', 'x-tocsin-probe': 'gate' } as const;

/** No release is harmed by so many, and a hundred samples take ten seconds. */
export const mostProbesPerSecond = 10;

const answerTimeoutMs = 5_000;

interface Probe {
  readonly sentAt: number;
  readonly tookMs: number;
  /** Undefined when nothing was answered, or not in time. */
  readonly status: number | undefined;
}

export class Prober {
  readonly #baseUrl: string;
  readonly #paths: readonly string[];
  readonly #answered: Probe[] = [];
  readonly #outstanding = new Set<Promise<void>>();
  readonly #stopping = new AbortController();
  #sent = 0;

  /** Paths are asked for in turn; `baseUrl` is the release itself, not the proxy. */
  constructor(baseUrl: string, paths: readonly string[]) {
    this.#baseUrl = baseUrl;
    this.#paths = paths;
  }

  get sent(): number {
    return this.#sent;
  }

  /** Starts so many requests, a second's worth at most, and does not wait for their answers. */
  send(count: number): void {
    for (let left = Math.min(count, mostProbesPerSecond); left > 0; left -= 1) {
      const probe = this.#probe(this.#paths[this.#sent % this.#paths.length] ?? '/');
      this.#sent += 1;
      this.#outstanding.add(probe);
      void probe.finally(() => this.#outstanding.delete(probe));
    }
  }

  /** Those of the objective that have an end, answered or not; before a time, those that the release answered and counted. */
  countOf(objective: CountedObjective, sentBefore?: number): Count {
    const counted = this.#answered.filter(
      ({ sentAt, status }) => sentBefore === undefined || (sentAt < sentBefore && status !== undefined),
    );
    return {
      total: counted.length,
      bad: counted.filter((probe) => isBad(probe, objective)).length,
    };
  }

  /** Resolves when no request is under way. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#outstanding);
  }

  async #probe(path: string): Promise<void> {
    const sentAt = Date.now();
    const begun = performance.now();
    const end = (status: number | undefined): void => {
      if (!this.#stopping.signal.aborted)
        this.#answered.push({ sentAt, status, tookMs: performance.now() - begun });
    };
    try {
      const response = await fetch(new URL(path, this.#baseUrl), {
        headers: probeHeaders,
        redirect: 'manual',
        signal: AbortSignal.any([AbortSignal.timeout(answerTimeoutMs), this.#stopping.signal]),
      });
      await response.arrayBuffer();
      end(response.status);
    } catch {
      // No answer is an answer here: it counts as bad.
      end(undefined);
    }
  }
}

function isBad({ status, tookMs }: Probe, { kind, thresholdSeconds }: CountedObjective): boolean {
  if (status === undefined) return true;
  return kind === 'latency' ? tookMs > 1_000 * (thresholdSeconds ?? Infinity) : status >= 500;
}
