/** What the gate judges by: users' requests to the new release, the gate's own, and users' requests to the old one. */
import type { Count } from '../../alerts/firing-clauses.ts';
import type { CountedObjective } from '../../alerts/objective.ts';
import type { Prober } from './prober.ts';
import { countSince, type ReleaseCount, readReleaseCounts } from './release-counts.ts';
import type { Reading } from './verdict.ts';

export interface GateQuestion {
  readonly objectives: readonly CountedObjective[];
  readonly environment: string;
  readonly release: string;
  readonly old: string | undefined;
  readonly prometheusUrl: string | undefined;
}

export class GateReader {
  readonly #question: GateQuestion;
  readonly #prober: Prober;
  /** The old release's counts when the gate began, by objective. */
  readonly #oldBefore = new Map<string, Count>();

  constructor(question: GateQuestion, prober: Prober) {
    this.#question = question;
    this.#prober = prober;
  }

  /** Never throws. */
  read(): Promise<Reading[]> {
    return Promise.all(this.#question.objectives.map((objective) => this.#readOne(objective)));
  }

  async #readOne(objective: CountedObjective): Promise<Reading> {
    const { environment, release, old, prometheusUrl } = this.#question;
    const releases = old === undefined ? [release] : [release, old];
    const { of, missing } = await readReleaseCounts(prometheusUrl, objective, { environment, releases });
    const counted = of.get(release);
    return {
      objective,
      users: counted === undefined ? undefined : this.#withoutProbes(objective, counted),
      ...(missing === undefined ? {} : { missing }),
      probes: this.#prober.countOf(objective),
      old: this.#oldSince(objective, old === undefined ? undefined : of.get(old)),
    };
  }

  /** What Prometheus has counts the probes too; those sent before its scrape come off, so that users' are left. */
  #withoutProbes(objective: CountedObjective, counted: ReleaseCount): Count {
    const probed = this.#prober.countOf(objective, counted.scrapedAt);
    const total = Math.max(0, counted.total - probed.total);
    return { total, bad: Math.min(total, Math.max(0, counted.bad - probed.bad)) };
  }

  /** The first count of it is where its time with the new release begins. */
  #oldSince({ name }: CountedObjective, now: Count | undefined): Count | undefined {
    if (now === undefined) return undefined;
    const before = this.#oldBefore.get(name);
    if (before === undefined) this.#oldBefore.set(name, now);
    return before === undefined ? undefined : countSince(before, now);
  }
}
