import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readProgramsConfig } from './config.ts';
import type { FoundProgram } from './found-program.ts';
import { type ProgramName, programs } from './table.ts';
import { askVersion, compareVersions } from './version.ts';

/** The first program on PATH that is new enough, or why those that are there will not do. */
export async function findOnPath(
  name: ProgramName,
): Promise<{ found: FoundProgram } | { found?: undefined; reason: string }> {
  const { commands, minimum, versionArgs } = programs[name];
  const refusals: string[] = [];
  for (const path of await listExecutables(commands)) {
    if (versionArgs === undefined)
      return { found: { name, version: 'unknown', source: 'PATH', path, env: {} } };
    const version = await askVersion(path, versionArgs, {}).catch(() => undefined);
    if (version !== undefined && compareVersions(version, minimum) >= 0) {
      return { found: { name, version, source: 'PATH', path, env: {} } };
    }
    refusals.push(
      version === undefined ? `${path} tells no version` : `${path} is ${version}, older than ${minimum}`,
    );
  }
  return { reason: refusals[0] ?? 'not on PATH' };
}

async function listExecutables(commands: readonly string[]): Promise<string[]> {
  const candidates = readProgramsConfig().searchDirs.flatMap((dir) =>
    commands.map((command) => join(dir, command)),
  );
  const checked = await Promise.all(
    candidates.map(async (path) => ((await isExecutable(path)) ? [path] : [])),
  );
  return checked.flat();
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
