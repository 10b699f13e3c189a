/**
 * The migrations run as a step of their own (`npm run migrate`), in the order of migrations/schema.json, which also
 * tells the deploy engine what a release can live with: `worksFrom` is the oldest schema that this code works on, and a
 * migration's `breaksBefore` names the migration that code must know to survive it; null when it only adds. So a column
 * goes in two releases: the first no longer needs it, the second drops it and breaks before what the first brought. In one,
 * it would break the release that serves while it runs; the engine refuses that.
 */
import type { Knex } from 'knex';
import declared from './migrations/schema.json' with { type: 'json' };
import type { Store } from './store.ts';

interface Migration {
  readonly up: (db: Knex) => Promise<void>;
  readonly down: (db: Knex) => Promise<void>;
}

const names = declared.migrations.map(({ name }) => name);
/** What this code cannot do without. */
const needed = names.slice(0, names.indexOf(declared.worksFrom) + 1);

const config: Knex.MigratorConfig = {
  tableName: 'schema_migrations',
  migrationSource: {
    getMigrations: async () => names,
    getMigrationName: (name: string) => name,
    getMigration: async (name: string): Promise<Migration> => import(`./migrations/${name}.ts`),
  },
  // After a rollback the schema may be newer than the code, and the next release must be able to migrate all the same.
  disableMigrationsListValidation: true,
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
  /** In the order in which they were applied; those of newer releases too. */
  readonly applied: readonly string[];
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
    applied,
    missing: needed.filter((name) => !applied.includes(name)),
    version: applied.at(-1) ?? 'none',
  };
}
