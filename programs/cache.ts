import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { z } from 'zod';
import { readProgramsConfig } from './config.ts';
import { type FoundProgram, sources } from './found-program.ts';
import type { KitName } from './kits.ts';
import { programNames } from './table.ts';
import { compareVersions } from './version.ts';

/** What lies beside the programs of an installed kit; paths are relative to its folder. */
const manifest = z.object({
  kit: z.string(),
  version: z.string(),
  source: z.enum(sources),
  programs: z.partialRecord(z.enum(programNames), z.string()),
  libraryDirs: z.array(z.string()).default([]),
  isRelocated: z.boolean().default(false),
});
export type KitContent = Omit<z.input<typeof manifest>, 'kit'>;

const manifestName = 'tocsin-kit.json';
const dayMs = 24 * 60 * 60 * 1000;

/** The programs of a kit in the tool cache, the newest version of each. */
export async function listCached(kit: KitName): Promise<FoundProgram[]> {
  const kitDir = join(readProgramsConfig().cacheDir, kit);
  const names = await readdir(kitDir).catch(() => []);
  const installed = await Promise.all(names.map((name) => readInstalled(join(kitDir, name))));
  const programs = installed.flat().toSorted((a, b) => compareVersions(b.version, a.version));
  return programs.filter(({ name }, index) => programs.findIndex((other) => other.name === name) === index);
}

/**
 * Fills a folder that nobody sees and puts it in place with one rename, so that a reader finds a whole kit
 * or none, and two processes at it at once do no harm: the second keeps what the first put there.
 */
export async function installKit(kit: KitName, fill: (dir: string) => Promise<KitContent>): Promise<void> {
  const { cacheDir } = readProgramsConfig();
  const incoming = join(cacheDir, 'incoming');
  await mkdir(incoming, { recursive: true });
  await removeAbandoned(incoming);
  const dir = join(incoming, `${kit}-${randomBytes(6).toString('hex')}`);
  await mkdir(dir);
  try {
    const filled = manifest.parse({ kit, ...(await fill(dir)) });
    await writeFile(join(dir, manifestName), `${JSON.stringify(filled, null, 2)}\n`);
    await mkdir(join(cacheDir, kit), { recursive: true });
    const place = join(
      cacheDir,
      kit,
      `${filled.version}-${filled.source.replaceAll(' ', '-').toLowerCase()}`,
    );
    await rename(dir, place).catch(async (error: unknown) => {
      if ((await readInstalled(place)).length === 0) throw error;
    });
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function readInstalled(dir: string): Promise<FoundProgram[]> {
  try {
    const { version, source, programs, libraryDirs, isRelocated } = manifest.parse(
      JSON.parse(await readFile(join(dir, manifestName), 'utf8')),
    );
    const env: Record<string, string> =
      libraryDirs.length === 0
        ? {}
        : { LD_LIBRARY_PATH: libraryDirs.map((library) => join(dir, library)).join(delimiter) };
    return programNames.flatMap((name) => {
      const path = programs[name];
      return path === undefined
        ? []
        : [{ name, version, source, path: join(dir, path), env, ...(isRelocated ? { cwd: dir } : {}) }];
    });
  } catch {
    return [];
  }
}

/** Folders of processes that were killed while they filled them. */
async function removeAbandoned(incoming: string): Promise<void> {
  for (const name of await readdir(incoming)) {
    const path = join(incoming, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > dayMs) await rm(path, { recursive: true, force: true });
  }
}
