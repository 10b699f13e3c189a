/** What a source tree says about itself besides its code. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { hasCode } from '../state/error-code.ts';
import { parseDeclaration, type SchemaRange } from './schema-range.ts';

const migrationsFolder = 'service/db/migrations';
const schemaFile = `${migrationsFolder}/schema.json`;
const flagsFile = 'service/feature-flags.json';

export interface Declarations {
  readonly schema: SchemaRange | null;
  readonly featureFlags: Readonly<Record<string, boolean>>;
}

/** A service without a declaration keeps no database, or has no flags. Throws when a declaration is wrong. */
export async function readDeclarations(source: string): Promise<Declarations> {
  const schemaText = await readIfThere(join(source, schemaFile));
  const flagsText = await readIfThere(join(source, flagsFile));
  return {
    schema:
      schemaText === undefined
        ? null
        : parseDeclaration(schemaText, join(source, schemaFile), await migrationNames(source)),
    featureFlags: flagsText === undefined ? {} : parseFlags(flagsText, join(source, flagsFile)),
  };
}

async function migrationNames(source: string): Promise<string[]> {
  const names = await readdir(join(source, migrationsFolder));
  return names
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => name.replace(/\.ts$/, ''))
    .sort();
}

function parseFlags(text: string, path: string): Record<string, boolean> {
  try {
    return z.record(z.string(), z.boolean()).parse(JSON.parse(text));
  } catch (error) {
    throw new Error(`${path} must be one JSON object of flags, each true or false: ${String(error)}`, {
      cause: error,
    });
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  });
}
