import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

export interface ProgramsConfig {
  /** Shared by every clone of this user: downloaded, unpacked and built programs. */
  readonly cacheDir: string;
  /** Where programs are looked for; the administrator's folders too, since HAProxy lives there. */
  readonly searchDirs: readonly string[];
  /** What every supervised child inherits. Nothing else does, so that no secret travels by accident. */
  readonly childEnv: Readonly<Record<string, string>>;
  /** The whole environment, for package managers and compilers, which know proxies and mirrors from it. */
  readonly toolEnv: Readonly<Record<string, string>>;
}

const inheritedByChildren = ['PATH', 'HOME', 'USER', 'LANG', 'TZ', 'TMPDIR', 'SSL_CERT_FILE', 'SystemRoot'];

/** Reads the environment; call it where it is needed, so that a test can set another cache folder. */
export function readProgramsConfig(env: NodeJS.ProcessEnv = process.env): ProgramsConfig {
  const toolEnv = Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  const cacheRoot = env.XDG_CACHE_HOME || join(env.HOME || homedir(), '.cache');
  const fromPath = (env.PATH ?? '').split(delimiter).filter((dir) => dir !== '');
  return Object.freeze({
    cacheDir: env.TOCSIN_CACHE || join(cacheRoot, 'tocsin'),
    searchDirs: [...new Set([...fromPath, '/usr/local/sbin', '/usr/sbin', '/sbin'])],
    childEnv: Object.fromEntries(
      Object.entries(toolEnv).filter(([name]) => inheritedByChildren.includes(name)),
    ),
    toolEnv,
  });
}
