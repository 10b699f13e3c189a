/** The migrations in order, by names that never change. They run as a step of their own (`npm run migrate`). */
import type { Knex } from 'knex';
import * as changes from './migrations/001-changes.ts';
import * as incidents from './migrations/002-incidents.ts';
import * as figures from './migrations/003-figures.ts';
import type { Store } from './store.ts';

interface Migration {
  readonly name: string;
  readonly up: (db: Knex) => Promise<void>;
  readonly down: (db: Knex) => Promise<void>;
}

const migrations: readonly Migration[] = [
  { name: '001-changes', ...changes },
  { name: '002-incidents', ...incidents },
  { name: '003-figures', ...figures },
];

const config: Knex.MigratorConfig = {
  tableName: 'schema_migrations',
  migrationSource: {
    getMigrations: async () => [...migrations],
    getMigrationName: (migration: Migration) => migration.name,
    getMigration: async (migration: Migration) => migration,
  },
};

/** Applies what is missing and returns the names applied. */
export async function migrate(store: Store): Promise<readonly string[]> {
  const [, applied]: [number, string[]] = await store.migrate.latest(config);
  return applied;
}

export async function rollBackAll(store: Store): Promise<void> {
  await store.migrate.rollback(config, true);
}

export interface SchemaState {
  readonly missing: readonly string[];
  readonly version: string;
}

/** Compares by name only: a newer schema is fine for an older release, a missing migration is not. */
export async function readSchemaState(store: Store): Promise<SchemaState> {
  const isThere = await store.schema.hasTable('schema_migrations');
  const rows: { name: string }[] = isThere
    ? await store('schema_migrations').select('name').orderBy('id')
    : [];
  const applied = rows.map(({ name }) => name);
  return {
    missing: migrations.map(({ name }) => name).filter((name) => !applied.includes(name)),
    version: applied.at(-1) ?? 'none',
  };
}
