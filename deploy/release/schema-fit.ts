/** Whether a release can live with the database as it is, and what a person can do when it cannot. */
import { type Manifest, readManifest } from './manifest.ts';
import { listReleases } from './release-id.ts';
import { breakingMigration, lackingMigration, type Migration, type SchemaRange } from './schema-range.ts';

/** A release provably cannot live with the database as it is. */
export class SchemaMisfit extends Error {}

/** `applied` are the migrations that the database has. Throws a SchemaMisfit with the one in the way. */
export async function requireSchemaFit(
  root: string,
  { id, schema }: Manifest,
  applied: readonly string[],
): Promise<void> {
  if (schema === null) return;
  const lacking = lackingMigration(schema, applied);
  if (lacking !== undefined)
    throw new SchemaMisfit(
      `release ${id} cannot live with the database: ${lacking}. A rollback never migrates; deploy its source again (npm run deploy -- --source DIR), which does so before it starts.`,
    );
  await refuseBreakingMigration(root, { id, schema }, applied);
}

/** For a release whose own migrations are still to come. Throws when a newer one is there that it cannot live with. */
export async function refuseBreakingMigration(
  root: string,
  { id, schema }: Pick<Manifest, 'id' | 'schema'>,
  applied: readonly string[],
): Promise<void> {
  if (schema === null) return;
  const releases = await declaringReleases(root);
  const known = releases.flatMap(({ migrations }) => migrations);
  const breaking = breakingMigration(schema, applied, known);
  if (breaking === undefined) return;
  const { name, sentence } = breaking;
  const fitting = releases
    .filter(
      ({ range }) =>
        lackingMigration(range, applied) === undefined &&
        breakingMigration(range, applied, known) === undefined,
    )
    .map((release) => release.id);
  const bringer = releases.find(({ migrations }) => migrations.some((migration) => migration.name === name));
  const ways = [
    'deploy a correction forward (npm run deploy)',
    ...(fitting.length === 0
      ? []
      : [`take a release that can, the newest being ${fitting.slice(0, 3).join(', ')}`]),
    `or, after a backup, take ${name} back by hand${bringer === undefined ? '' : ` (down in service/db/migrations/${name}.ts of release ${bringer.id})`} and try again`,
  ];
  throw new SchemaMisfit(
    `release ${id} cannot live with the database: ${sentence}. The way out: ${ways.join('; ')}.`,
  );
}

/** A migration that breaks code, and the one that code must know to live with it. */
export interface ForeseenMisfit {
  readonly name: string;
  readonly needed: string;
}

/**
 * The migration of those that a new release brings that breaks the one that serves while they run. From the declarations
 * alone: nothing is asked, and a serving release that declares nothing is not known to break.
 */
export async function foreseeMisfit(
  root: string,
  serving: string,
  coming: SchemaRange | null,
): Promise<ForeseenMisfit | undefined> {
  // What a damaged manifest says counts for nothing.
  const range = (await readManifest(root, serving).catch(() => undefined))?.schema ?? null;
  if (range === null || coming === null) return undefined;
  const { migrations } = coming;
  const breaking = breakingMigration(
    range,
    migrations.map(({ name }) => name),
    migrations,
  );
  if (breaking === undefined) return undefined;
  const { name } = breaking;
  return { name, needed: migrations.find((migration) => migration.name === name)?.breaksBefore ?? name };
}

interface DeclaringRelease {
  readonly id: string;
  readonly range: NonNullable<Manifest['schema']>;
  readonly migrations: readonly Migration[];
}

/** Newest first; what a damaged manifest says counts for nothing. */
async function declaringReleases(root: string): Promise<DeclaringRelease[]> {
  const ids = (await listReleases(root)).reverse();
  const manifests = await Promise.all(ids.map((id) => readManifest(root, id).catch(() => undefined)));
  return manifests.flatMap((manifest) =>
    manifest?.schema
      ? [{ id: manifest.id, range: manifest.schema, migrations: manifest.schema.migrations }]
      : [],
  );
}
