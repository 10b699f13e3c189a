/** Incidents and their events in the database. */
import type { Knex } from 'knex';
import type { Store } from '../db/store.ts';
import { foldIncident, type Incident, type IncidentSummary } from './incident.ts';
import {
  type EventKind,
  eventKindsOfSummary,
  type IncidentEvent,
  incidentEventSchema,
  isEventKind,
  type NewEvent,
} from './incident-event.ts';

type Handle = Store | Knex.Transaction;

interface IncidentRow {
  id: string;
  service: string;
  environment: string;
  opened_at: Date;
  closed_at: Date | null;
}

interface EventRow {
  id: string;
  incident_id: string;
  at: Date;
  recorded_at: Date;
  kind: string;
  data: unknown;
}

export interface IncidentQuery {
  readonly state?: Incident['state'] | undefined;
  readonly environment?: string | undefined;
  readonly limit?: number | undefined;
}

/** Everything that opens or closes incidents holds this until it commits: an alert must not join one that is closing. */
export async function lockIncidents(trx: Knex.Transaction): Promise<void> {
  await trx.raw('select pg_advisory_xact_lock(4711)');
}

/** An id that is no number is simply not there. */
export async function loadIncident(db: Handle, id: string): Promise<Incident | undefined> {
  if (!isIncidentId(id)) return undefined;
  const rows = await db<IncidentRow>('incidents').where({ id });
  return (await fold(db, rows))[0];
}

/** Newest first, without what only the page of one incident needs: thousands of notes must not slow the list down. */
export async function listIncidents(db: Handle, query: IncidentQuery): Promise<IncidentSummary[]> {
  const { state, environment, limit = 50 } = query;
  const rows = await db<IncidentRow>('incidents')
    .where((where) => {
      if (environment !== undefined) where.where({ environment });
      if (state === 'closed') where.whereNotNull('closed_at');
      else if (state !== undefined) where.whereNull('closed_at');
      // Before the limit, as foldIncident() says it: the newest few may all be of another state.
      if (state === 'open') where.whereNotExists(acknowledgements(db));
      if (state === 'acknowledged') where.whereExists(acknowledgements(db));
    })
    .orderBy('id', 'desc')
    .limit(limit);
  return (await fold(db, rows, eventKindsOfSummary)).map(summarize);
}

/** All of them, newest first: there is at most one for each service and environment. */
export async function listUnclosed(db: Handle): Promise<IncidentSummary[]> {
  const rows = await db<IncidentRow>('incidents').whereNull('closed_at').orderBy('id', 'desc');
  return (await fold(db, rows, eventKindsOfSummary)).map(summarize);
}

/** Ids of those that closed since then and whose course nobody has kept after that, oldest first. */
export async function listClosedWithoutCourse(db: Handle, since: Date): Promise<string[]> {
  const kept = db('incident_events')
    .where({ kind: 'panels-frozen', incident_id: db.ref('incidents.id') })
    .where('at', '>=', db.ref('incidents.closed_at'));
  const rows = await db<IncidentRow>('incidents')
    .where('closed_at', '>=', since)
    .whereNotExists(kept)
    .orderBy('id')
    .select('id');
  return rows.map(({ id }) => id);
}

function acknowledgements(db: Handle): Knex.QueryBuilder {
  return db('incident_events').where({ kind: 'acknowledged', incident_id: db.ref('incidents.id') });
}

function summarize(incident: Incident): IncidentSummary {
  const { events: _, evidence: __, panels: ___, hasReview: ____, ...summary } = incident;
  return summary;
}

/** False when there is no such incident. */
export async function appendEvent(db: Handle, incidentId: string, event: NewEvent): Promise<boolean> {
  if (!isIncidentId(incidentId)) return false;
  const { kind, at, data } = event;
  const { rowCount } = await db.raw(
    `insert into incident_events (incident_id, at, kind, data)
     select id, :at, :kind, :data from incidents where id = :incidentId`,
    { incidentId, at, kind, data: JSON.stringify(data) },
  );
  return rowCount === 1;
}

export async function appendEvents(
  db: Handle,
  events: readonly { readonly incidentId: string; readonly event: NewEvent }[],
): Promise<void> {
  const rows = events.map(({ incidentId, event: { kind, at, data } }) => ({
    incident_id: incidentId,
    at,
    kind,
    data: JSON.stringify(data),
  }));
  if (rows.length > 0) await db.batchInsert('incident_events', rows, 1000);
}

function isIncidentId(id: string): boolean {
  return /^\d{1,15}$/.test(id);
}

async function fold(
  db: Handle,
  rows: readonly IncidentRow[],
  kinds?: readonly EventKind[],
): Promise<Incident[]> {
  const ids = rows.map(({ id }) => id);
  const eventRows: EventRow[] =
    ids.length === 0
      ? []
      : await db<EventRow>('incident_events')
          .whereIn('incident_id', ids)
          .where((where) => {
            if (kinds !== undefined) where.whereIn('kind', kinds);
          })
          .orderBy('id')
          .select();
  const events = Map.groupBy(eventRows, (row) => row.incident_id);
  return rows.map((row) =>
    foldIncident(
      {
        id: row.id,
        service: row.service,
        environment: row.environment,
        openedAt: row.opened_at.toISOString(),
        closedAt: row.closed_at?.toISOString() ?? null,
      },
      (events.get(row.id) ?? []).flatMap(toEvent),
    ),
  );
}

/** A kind that this release does not know was written by a newer one, before a rollback; the rest must stay readable. */
function toEvent(row: EventRow): IncidentEvent[] {
  if (!isEventKind(row.kind)) return [];
  const event = incidentEventSchema.parse({
    id: row.id,
    at: row.at.toISOString(),
    recordedAt: row.recorded_at.toISOString(),
    kind: row.kind,
    data: row.data,
  });
  return [event];
}
