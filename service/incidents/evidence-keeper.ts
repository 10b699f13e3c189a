/**
 * Gathers evidence and the key panels after an incident has opened: at once, and again while something is missing (metrics are scraped,
 * spans and lines are batched, so the first look is often too early). Each attempt is an event of the incident.
 */
import { listChanges } from '../changes/change-store.ts';
import type { Store } from '../db/store.ts';
import { readCatalog } from '../evidence/catalog.ts';
import { type Evidence, isComplete } from '../evidence/evidence.ts';
import { type EvidenceSources, gatherEvidence } from '../evidence/gather.ts';
import { type LinkBases, resolveLinks } from '../evidence/links.ts';
import { suspectChange } from '../evidence/suspect-change.ts';
import { Later } from '../later.ts';
import type { PanelSources } from '../panels/freeze-panels.ts';
import { type FrozenPanels, failureOf } from '../panels/frozen-panels.ts';
import { errorFields, type Logger } from '../telemetry/logger.ts';
import { askCourse } from './course.ts';
import type { Incident } from './incident.ts';
import { appendEvents, listUnclosed, loadIncident } from './incident-store.ts';

const usualAttemptsAfterMs: readonly number[] = [0, 15_000, 45_000];
const usualResumeAgainMs = 5000;

interface KeeperDeps {
  readonly store: Store;
  readonly logger: Logger;
  readonly sources: EvidenceSources & PanelSources;
  readonly catalogFile: string;
  readonly links: LinkBases;
  /** When to look, counted from the opening. */
  readonly attemptsAfterMs?: readonly number[];
  /** How long to wait for a store that did not answer at the start. */
  readonly resumeAgainMs?: number;
}

export class EvidenceKeeper {
  readonly #deps: KeeperDeps;
  readonly #attemptsAfterMs: readonly number[];
  /** Every incident taken up since the start, so that resuming late does not take one up twice. */
  readonly #watched = new Set<string>();
  readonly #later = new Later();

  constructor(deps: KeeperDeps) {
    this.#deps = deps;
    this.#attemptsAfterMs = deps.attemptsAfterMs ?? usualAttemptsAfterMs;
  }

  /** Starts the attempts for an incident that has just opened. */
  watch(incidentId: string): void {
    this.#takeUp(incidentId, 0);
  }

  /**
   * Takes up incidents whose evidence a restart cut short, with the attempt that is due; one that had all of its
   * attempts keeps what they found. Never throws: while the store does not answer, it tries again later.
   */
  async resume(): Promise<void> {
    const { store, logger, resumeAgainMs = usualResumeAgainMs } = this.#deps;
    try {
      for (const { id } of await listUnclosed(store)) {
        const incident = await loadIncident(store, id);
        const looks = incident?.events.filter(({ kind }) => kind === 'evidence-gathered').length ?? 0;
        if (!incident || isAnythingMissing(incident)) this.#takeUp(id, looks);
      }
    } catch (error) {
      if (this.#later.isStopped) return;
      logger.warn('evidence was not resumed yet', errorFields(error));
      this.#later.after(resumeAgainMs, () => this.resume());
    }
  }

  stop(): Promise<void> {
    return this.#later.stop();
  }

  #takeUp(incidentId: string, attempt: number): void {
    if (this.#watched.has(incidentId)) return;
    this.#watched.add(incidentId);
    this.#schedule(incidentId, attempt);
  }

  #schedule(incidentId: string, attempt: number): void {
    const afterMs = this.#attemptsAfterMs[attempt];
    if (afterMs === undefined) return;
    const sinceLastMs = afterMs - (this.#attemptsAfterMs[attempt - 1] ?? 0);
    this.#later.after(sinceLastMs, () => this.#attempt(incidentId, attempt));
  }

  async #attempt(incidentId: string, attempt: number): Promise<void> {
    const { store, logger } = this.#deps;
    try {
      const incident = await loadIncident(store, incidentId);
      if (incident === undefined || incident.state === 'closed') return;
      const evidence = await this.#gather(incident);
      if (this.#later.isStopped) return;
      const at = new Date().toISOString();
      const data = { attempt: attempt + 1, evidence };
      await appendEvents(store, [{ incidentId, event: { kind: 'evidence-gathered', at, data } }]);
      logger.info('evidence gathered', {
        incident: incidentId,
        attempt: attempt + 1,
        routes: evidence.routes.status,
        logs: evidence.logs.status,
        trace: evidence.trace.status,
        change: evidence.change.status,
      });
      const panels = await this.#freeze({ ...incident, evidence });
      if (isAnythingMissing({ evidence, panels })) this.#schedule(incidentId, attempt + 1);
    } catch (error) {
      logger.error('evidence could not be gathered', { incident: incidentId, ...errorFields(error) });
      this.#schedule(incidentId, attempt + 1);
    }
  }

  /** After the evidence, which must not wait for it and says how far back the suspect change lies. */
  async #freeze(incident: Incident): Promise<FrozenPanels> {
    const { store, sources } = this.#deps;
    const now = new Date();
    const frozen = await askCourse(sources, incident, now);
    if (!this.#later.isStopped)
      await appendEvents(store, [
        {
          incidentId: incident.id,
          event: { kind: 'panels-frozen', at: now.toISOString(), data: frozen },
        },
      ]);
    return frozen;
  }

  async #gather(incident: Incident): Promise<Evidence> {
    const { store, sources, catalogFile, links } = this.#deps;
    const { service, environment, episodes, openedAt } = incident;
    const [first] = episodes;
    const changes = await listChanges(store, { service, environment, until: openedAt, limit: 1 });
    return gatherEvidence(sources, await readCatalog(catalogFile), {
      service,
      environment,
      slo: first?.labels.slo,
      since: new Date(first?.startsAt ?? openedAt),
      now: new Date(),
      links: first === undefined ? { runbook: '', dashboard: '' } : resolveLinks(first, links),
      change: suspectChange(changes, openedAt),
    });
  }
}

/** Whether asking again could find more. */
function isAnythingMissing({ evidence, panels }: Pick<Incident, 'evidence' | 'panels'>): boolean {
  if (evidence === null || panels === null) return true;
  return !isComplete(evidence) || failureOf(panels) !== undefined;
}
