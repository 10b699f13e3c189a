/**
 * Keeps the key panels of an incident over its whole course once it has closed, before Prometheus forgets: at once, and
 * again while an answer is missing. Each attempt is an event of the incident, failed or not.
 */
import type { Store } from '../db/store.ts';
import { Later } from '../later.ts';
import type { PanelSources } from '../panels/freeze-panels.ts';
import { failureOf } from '../panels/frozen-panels.ts';
import { errorFields, type Logger } from '../telemetry/logger.ts';
import { askCourse, keptCourse } from './course.ts';
import { appendEvents, listClosedWithoutCourse, loadIncident } from './incident-store.ts';

const usualAttemptsAfterMs: readonly number[] = [0, 15_000, 60_000];
/** What closed longer ago is left as it is: its picture would be one of another time. */
const resumeWithinMs = 24 * 3_600_000;

interface KeeperDeps {
  readonly store: Store;
  readonly logger: Logger;
  readonly sources: PanelSources;
  /** When to ask, counted from the closing. */
  readonly attemptsAfterMs?: readonly number[];
}

export class CourseKeeper {
  readonly #deps: KeeperDeps;
  readonly #attemptsAfterMs: readonly number[];
  readonly #later = new Later();

  constructor(deps: KeeperDeps) {
    this.#deps = deps;
    this.#attemptsAfterMs = deps.attemptsAfterMs ?? usualAttemptsAfterMs;
  }

  /** Starts the attempts for an incident that has just closed. */
  keep(incidentId: string): void {
    this.#schedule(incidentId, 0);
  }

  /** Takes up what a restart cut short. Never throws: what a store that does not answer hides stays as it is. */
  async resume(): Promise<void> {
    const { store, logger } = this.#deps;
    try {
      const since = new Date(Date.now() - resumeWithinMs);
      for (const id of await listClosedWithoutCourse(store, since)) this.keep(id);
    } catch (error) {
      if (!this.#later.isStopped) logger.warn('courses were not resumed', errorFields(error));
    }
  }

  stop(): Promise<void> {
    return this.#later.stop();
  }

  #schedule(incidentId: string, attempt: number): void {
    const afterMs = this.#attemptsAfterMs[attempt];
    if (afterMs === undefined) return;
    this.#later.after(afterMs - (this.#attemptsAfterMs[attempt - 1] ?? 0), () =>
      this.#attempt(incidentId, attempt),
    );
  }

  async #attempt(incidentId: string, attempt: number): Promise<void> {
    const { store, logger, sources } = this.#deps;
    try {
      const incident = await loadIncident(store, incidentId);
      if (incident === undefined || incident.closedAt === null) return;
      // Closing is idempotent, and a review may have kept it already.
      if (attempt === 0 && keptCourse(incident) !== undefined) return;
      const now = new Date();
      const frozen = await askCourse(sources, incident, now);
      if (this.#later.isStopped) return;
      await appendEvents(store, [
        { incidentId, event: { kind: 'panels-frozen', at: now.toISOString(), data: frozen } },
      ]);
      const failure = failureOf(frozen);
      logger.info('course kept', { incident: incidentId, attempt: attempt + 1, ...(failure && { failure }) });
      if (failure !== undefined) this.#schedule(incidentId, attempt + 1);
    } catch (error) {
      logger.error('course could not be kept', { incident: incidentId, ...errorFields(error) });
      this.#schedule(incidentId, attempt + 1);
    }
  }
}
