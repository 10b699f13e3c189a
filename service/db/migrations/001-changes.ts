import type { Knex } from 'knex';

export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table changes (
      id text primary key,
      kind text not null check (kind in ('deploy', 'rollback', 'freeze', 'other')),
      service text not null,
      environment text not null,
      release text not null,
      previous_release text,
      status text not null check (status in ('started', 'succeeded', 'failed')),
      started_at timestamptz not null,
      ended_at timestamptz,
      by text not null,
      summary text not null,
      detail jsonb
    );
    create index changes_by_service on changes (service, environment, started_at desc);
    create table change_events (
      id bigint generated always as identity primary key,
      change_id text not null references changes,
      recorded_at timestamptz not null default now(),
      body jsonb not null,
      body_sha256 text not null,
      unique (change_id, body_sha256)
    );
  `);
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table change_events; drop table changes');
}
