/** Packages that npm has installed somewhere already: copying them takes seconds less than asking a registry. */
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { hasCode } from '../state/error-code.ts';
import { holdsAll, type LockedPackages, parseLockfile } from './lockfile.ts';

/** A compiler or a debugger reads these; Node itself refuses TypeScript below node_modules. They are half of all files. */
const neverLoaded = /\.(map|[cm]?ts)$/;

/** The first folder, from each start upwards, whose node_modules holds the packages; undefined when there is none. */
export async function findInstalled(
  starts: readonly string[],
  packages: LockedPackages,
): Promise<string | undefined> {
  for (const start of starts)
    for (let folder = start; ; folder = dirname(folder)) {
      const installed = await readInstalled(folder);
      if (installed !== undefined && holdsAll(installed, packages)) return folder;
      if (folder === dirname(folder)) break;
    }
  return undefined;
}

/** What npm noted when it had installed everything. */
async function readInstalled(folder: string): Promise<LockedPackages | undefined> {
  const path = join(folder, 'node_modules', '.package-lock.json');
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  });
  return text === undefined ? undefined : parseLockfile(text, path);
}

/** Paths of the packages' files below the folder, without those that Node never loads. */
export async function listPackageFiles(folder: string, packages: LockedPackages): Promise<string[]> {
  const lists = await Promise.all(
    Object.keys(packages).map(async (place) => {
      const home = join(folder, place);
      const entries = await readdir(home, { recursive: true, withFileTypes: true });
      const inner = join(home, 'node_modules');
      return (
        entries
          .filter((entry) => entry.isFile() && !neverLoaded.test(entry.name))
          // A package inside has a place of its own.
          .filter(({ parentPath }) => parentPath !== inner && !parentPath.startsWith(inner + sep))
          .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
      );
    }),
  );
  return lists.flat().sort();
}
