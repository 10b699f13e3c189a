/**
 * Which schema a release can live with. Its migrations are named in the order in which they run; a migration that takes
 * something away names the first one that code must know to do without it. From both follows what an older release
 * has to fear from a newer schema, and what it lacks in an older one. Nothing is read or asked here.
 */
import { z } from 'zod';

const migrationSchema = z.object({
  name: z.string().min(1),
  /** Code that does not know this migration cannot live with the one here; null when it only adds. */
  breaksBefore: z.string().nullable(),
});

export const schemaRangeSchema = z.object({
  /** The release works from this migration on. */
  oldest: z.string(),
  /** The newest one that it brings itself; newer ones are fine as long as they do not break it. */
  newest: z.string(),
  migrations: z.array(migrationSchema).min(1),
});
export type SchemaRange = Readonly<z.infer<typeof schemaRangeSchema>>;
export type Migration = Readonly<z.infer<typeof migrationSchema>>;

const declarationSchema = z.object({
  worksFrom: z.string(),
  migrations: z.array(migrationSchema).min(1),
});

/** Throws when the declaration names what does not exist; `existing` are the names of the migrations' files. */
export function parseDeclaration(text: string, path: string, existing: readonly string[]): SchemaRange {
  const { worksFrom, migrations } = readDeclaration(text, path);
  const names = migrations.map(({ name }) => name);
  const faults = [
    ...names.filter((name, place) => names.indexOf(name) !== place).map((name) => `${name} is named twice`),
    ...names
      .filter((name) => !existing.includes(name))
      .map((name) => `there is no migration "${name}" beside it`),
    ...existing.filter((name) => !names.includes(name)).map((name) => `${name} is not declared`),
    ...(names.includes(worksFrom) ? [] : [`worksFrom names "${worksFrom}", which is none of its migrations`]),
    ...migrations.flatMap(({ name, breaksBefore }, place) =>
      breaksBefore === null || names.slice(0, place + 1).includes(breaksBefore)
        ? []
        : [`${name} breaks before "${breaksBefore}", which is neither itself nor an earlier one`],
    ),
  ];
  if (faults.length > 0)
    throw new Error(
      `${path} does not fit the migrations beside it: ${faults.join('; ')}. Correct it, then deploy again.`,
    );
  return { oldest: worksFrom, newest: names.at(-1) ?? worksFrom, migrations };
}

function readDeclaration(text: string, path: string): z.infer<typeof declarationSchema> {
  try {
    return declarationSchema.parse(JSON.parse(text));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new Error(`${path} is no declaration of migrations: ${reason}`, { cause: error });
  }
}

/** The first migration that the release needs and the database lacks, as a sentence. */
export function lackingMigration(range: SchemaRange, applied: readonly string[]): string | undefined {
  const names = range.migrations.map(({ name }) => name);
  const lacking = names.slice(0, names.indexOf(range.oldest) + 1).find((name) => !applied.includes(name));
  return lacking === undefined ? undefined : `it needs migration ${lacking}, which the database lacks`;
}

/**
 * The first migration in the database that the release does not know and cannot live with, as a sentence. `known` are
 * those that any release here declares: only a release that brings a migration knows what it breaks.
 */
export function breakingMigration(
  range: SchemaRange,
  applied: readonly string[],
  known: readonly Migration[],
): { readonly name: string; readonly sentence: string } | undefined {
  const own = new Set(range.migrations.map(({ name }) => name));
  for (const name of applied.filter((candidate) => !own.has(candidate))) {
    const migration = known.find((candidate) => candidate.name === name);
    if (migration === undefined)
      return {
        name,
        sentence: `the database has migration ${name}, and no release here tells whether older code can live with it`,
      };
    const { breaksBefore } = migration;
    if (breaksBefore !== null && !own.has(breaksBefore))
      return {
        name,
        sentence: `the database has migration ${name}, which breaks code that does not know ${breaksBefore}; this release knows them up to ${range.newest}`,
      };
  }
  return undefined;
}
