import type { Knex } from 'knex';

export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table incidents (
      id bigint generated always as identity primary key,
      service text not null,
      environment text not null,
      opened_at timestamptz not null,
      closed_at timestamptz
    );
    -- Episodes join the incident that is open, so there can be only one.
    create unique index incidents_one_open on incidents (service, environment) where closed_at is null;

    create table incident_events (
      id bigint generated always as identity primary key,
      incident_id bigint not null references incidents,
      at timestamptz not null,
      recorded_at timestamptz not null default now(),
      kind text not null,
      data jsonb not null
    );
    create index incident_events_by_incident on incident_events (incident_id, id);

    create function refuse_change() returns trigger language plpgsql as
      $$ begin raise exception '% is append-only', tg_table_name; end $$;
    create trigger incident_events_append_only before update or delete on incident_events
      for each row execute function refuse_change();

    create table episodes (
      id bigint generated always as identity primary key,
      source text not null,
      fingerprint text not null,
      starts_at timestamptz not null,
      ends_at timestamptz,
      incident_id bigint references incidents,
      -- A second start time told for an alert that was still firing: a key, not an episode.
      same_as bigint references episodes,
      unique (source, fingerprint, starts_at)
    );
    create index episodes_by_incident on episodes (incident_id);
  `);
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop table episodes;
    drop table incident_events;
    drop function refuse_change;
    drop table incidents;
  `);
}
