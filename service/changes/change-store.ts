import { createHash, randomUUID } from 'node:crypto';
import type { Store } from '../db/store.ts';
import type { Change, ChangePost } from './change.ts';

interface ChangeRow {
  id: string;
  kind: Change['kind'];
  service: string;
  environment: string;
  release: string;
  previous_release: string | null;
  status: Change['status'];
  started_at: Date;
  ended_at: Date | null;
  by: string;
  summary: string;
  detail: unknown;
}

export interface ChangeQuery {
  readonly service?: string | undefined;
  readonly environment?: string | undefined;
  readonly kind?: Change['kind'] | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly limit?: number | undefined;
}

/** Idempotent on id: the same post twice is one event; a later status is a new event on the same change. */
export async function recordChange(store: Store, post: ChangePost): Promise<Change> {
  const id = post.id ?? randomUUID();
  const body = JSON.stringify(post);
  return store.transaction(async (trx) => {
    const row = {
      id,
      kind: post.kind,
      service: post.service,
      environment: post.environment,
      release: post.release,
      previous_release: post.previousRelease ?? null,
      status: post.status,
      started_at: post.startedAt,
      ended_at: post.endedAt ?? null,
      by: post.by,
      summary: post.summary,
      detail: post.detail === undefined ? null : JSON.stringify(post.detail),
    };
    const inserted = await trx('changes').insert(row).onConflict('id').ignore().returning('id');
    const recorded = await trx('change_events')
      .insert({ change_id: id, body, body_sha256: createHash('sha256').update(body).digest('hex') })
      .onConflict(['change_id', 'body_sha256'])
      .ignore()
      .returning('id');
    // A "started" that arrives after the end must not reopen the change.
    if (inserted.length === 0 && recorded.length > 0 && post.status !== 'started')
      await trx('changes')
        .where({ id })
        .update({
          status: row.status,
          ended_at: row.ended_at,
          summary: row.summary,
          // What was done is only known at the end.
          ...(post.detail === undefined ? {} : { detail: row.detail }),
        });
    const stored = await trx<ChangeRow>('changes').where({ id }).first();
    if (stored === undefined) throw new Error(`change ${id} vanished while it was being recorded`);
    return toChange(stored);
  });
}

/** Newest first. */
export async function listChanges(store: Store, query: ChangeQuery): Promise<Change[]> {
  const rows = await store<ChangeRow>('changes')
    .where((where) => {
      if (query.service !== undefined) where.where('service', query.service);
      if (query.environment !== undefined) where.where('environment', query.environment);
      if (query.kind !== undefined) where.where('kind', query.kind);
      if (query.since !== undefined) where.where('started_at', '>=', query.since);
      if (query.until !== undefined) where.where('started_at', '<=', query.until);
    })
    .orderBy('started_at', 'desc')
    .limit(query.limit ?? 50);
  return rows.map(toChange);
}

function toChange(row: ChangeRow): Change {
  return {
    id: row.id,
    kind: row.kind,
    service: row.service,
    environment: row.environment,
    release: row.release,
    previousRelease: row.previous_release,
    status: row.status,
    startedAt: row.started_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    by: row.by,
    summary: row.summary,
    detail: row.detail,
  };
}
