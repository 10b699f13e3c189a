/** Carries out an intake plan in one transaction: stored first, answered at once, evidence afterwards. */
import type { Knex } from 'knex';
import type { Store } from '../db/store.ts';
import { appendEvents, lockIncidents } from './incident-store.ts';
import {
  type IncidentRef,
  type IntakePlan,
  type KnownEpisode,
  type Outcome,
  planIntake,
  source,
} from './intake-plan.ts';
import type { Webhook } from './webhook.ts';

export interface IntakeResult {
  /** Alerts that changed the record. */
  readonly accepted: number;
  readonly duplicates: number;
  /** Every incident the body speaks of, opened by it or not. */
  readonly incidents: readonly string[];
  readonly opened: readonly string[];
  readonly outcomes: readonly Outcome[];
}

interface EpisodeRow {
  id: string;
  source: string;
  fingerprint: string;
  starts_at: Date;
  ends_at: Date | null;
  incident_id: string | null;
  same_as: string | null;
}

export async function takeAlerts(store: Store, webhook: Webhook): Promise<IntakeResult> {
  return store.transaction(async (trx) => {
    await lockIncidents(trx);
    const fingerprints = [...new Set(webhook.alerts.map(({ fingerprint }) => fingerprint))];
    const rows = await trx<EpisodeRow>('episodes')
      .where({ source })
      .whereRaw('fingerprint = any(?)', [fingerprints])
      .orderBy('id');
    const known = rows.map(toKnown);
    const open = await trx('incidents').whereNull('closed_at').select('id', 'service', 'environment');
    const now = new Date().toISOString();
    const plan = planIntake({ alerts: webhook.alerts, known, open, now });

    const opened = await openIncidents(trx, plan, now);
    const idOf = (ref: IncidentRef): string => {
      const id = 'id' in ref ? ref.id : opened[ref.opened];
      if (id === undefined) throw new Error('an intake plan refers to an incident it does not open');
      return id;
    };
    await appendEvents(
      trx,
      plan.events.map(({ incident, event }) => ({ incidentId: idOf(incident), event })),
    );
    await writeEpisodes(trx, plan, idOf);
    const incidents = new Set(
      plan.results.flatMap(({ incident }) => (incident === null ? [] : [idOf(incident)])),
    );
    const outcomes = plan.results.map(({ outcome }) => outcome);
    await noteTruncated(trx, webhook.truncatedAlerts, [...incidents]);
    await noteCleared(trx, plan, idOf);
    return {
      accepted: outcomes.filter((outcome) => ['opened', 'attached', 'resolved'].includes(outcome)).length,
      duplicates: outcomes.filter((outcome) => outcome === 'duplicate').length,
      incidents: [...incidents],
      opened,
      outcomes,
    };
  });
}

async function openIncidents(trx: Knex.Transaction, plan: IntakePlan, now: string): Promise<string[]> {
  if (plan.opened.length === 0) return [];
  const rows = plan.opened.map((place) => ({ ...place, opened_at: now }));
  const inserted: { id: string }[] = await trx('incidents').insert(rows).returning('id');
  return inserted.map(({ id }) => id);
}

async function writeEpisodes(
  trx: Knex.Transaction,
  plan: IntakePlan,
  idOf: (ref: IncidentRef) => string,
): Promise<void> {
  const fresh = plan.episodes
    .filter(({ stored }) => stored === null)
    .map(({ fingerprint, startsAt, endsAt, incident }) => ({
      source,
      fingerprint,
      starts_at: startsAt,
      ends_at: endsAt,
      incident_id: incident === null ? null : idOf(incident),
    }));
  if (fresh.length > 0) await trx.batchInsert('episodes', fresh, 1000);
  for (const { stored, startsAt, endsAt, keys, fingerprint } of plan.episodes) {
    if (stored !== null && endsAt !== stored.endsAt)
      await trx('episodes').where({ id: stored.id }).update({ ends_at: endsAt });
    if (keys.size === 1) continue;
    const same_as = stored?.id ?? (await idOfEpisode(trx, fingerprint, startsAt));
    const rows = [...keys].map((starts_at) => ({ source, fingerprint, starts_at, same_as }));
    await trx('episodes').insert(rows).onConflict(['source', 'fingerprint', 'starts_at']).ignore();
  }
}

async function idOfEpisode(trx: Knex.Transaction, fingerprint: string, startsAt: string): Promise<string> {
  const row = await trx<EpisodeRow>('episodes')
    .where({ source, fingerprint })
    .where('starts_at', startsAt)
    .first();
  if (row === undefined) throw new Error(`episode ${fingerprint} of ${startsAt} was not stored`);
  return row.id;
}

/** Told once for each larger number, so that a repeated body leaves the record as it was. */
async function noteTruncated(
  trx: Knex.Transaction,
  truncatedAlerts: number,
  ids: readonly string[],
): Promise<void> {
  if (truncatedAlerts === 0) return;
  const told: { incident_id: string; most: number }[] = await trx('incident_events')
    .where({ kind: 'notification-truncated' })
    .whereIn('incident_id', ids)
    .groupBy('incident_id')
    .select('incident_id', trx.raw("max((data->>'truncatedAlerts')::int) as most"));
  const at = new Date().toISOString();
  const news = ids.filter((id) => (told.find((row) => row.incident_id === id)?.most ?? 0) < truncatedAlerts);
  await appendEvents(
    trx,
    news.map((incidentId) => ({
      incidentId,
      event: { kind: 'notification-truncated', at, data: { truncatedAlerts } },
    })),
  );
}

/** When the last firing alert of an incident resolves, the incident says so; closing it is for a person or a drill. */
async function noteCleared(
  trx: Knex.Transaction,
  plan: IntakePlan,
  idOf: (ref: IncidentRef) => string,
): Promise<void> {
  const resolved = plan.events.filter(({ event }) => event.kind === 'alert-resolved');
  const ids = [...new Set(resolved.map(({ incident }) => idOf(incident)))];
  if (ids.length === 0) return;
  const firing: { incident_id: string }[] = await trx('episodes')
    .whereIn('incident_id', ids)
    .whereNull('ends_at')
    .distinct('incident_id');
  const cleared = ids.filter((id) => !firing.some(({ incident_id }) => incident_id === id));
  await appendEvents(
    trx,
    cleared.map((incidentId) => {
      const ends = resolved
        .filter(({ incident }) => idOf(incident) === incidentId)
        .map(({ event }) => event.at);
      return { incidentId, event: { kind: 'alerts-cleared', at: ends.toSorted().at(-1) ?? '', data: {} } };
    }),
  );
}

function toKnown(row: EpisodeRow): KnownEpisode {
  return {
    id: row.id,
    fingerprint: row.fingerprint,
    startsAt: row.starts_at.toISOString(),
    endsAt: row.ends_at?.toISOString() ?? null,
    incidentId: row.incident_id,
    sameAs: row.same_as,
  };
}
