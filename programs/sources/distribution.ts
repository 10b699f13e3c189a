import { existsSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import type { KitContent } from '../cache.ts';
import type { DistributionPackage } from '../kits.ts';
import { runCommand, runOrThrow } from '../run.ts';
import { askVersion } from '../version.ts';
import { relocate } from './relocate.ts';
import { SourceUnavailable } from './unavailable.ts';

// The C library and its like must be the system's own; lib*-js and similar hold no libraries.
const neverTaken = /^(libc6|libc-bin|libgcc-s1|libstdc\+\+6|libjs-.*)$/;
const roundsOfLibraries = 4;
let aptOfThisProcess: Promise<readonly string[]> | undefined;

/**
 * Unpacks the distribution's package into the folder: fetched and verified by apt with state of its own, so
 * that no root is needed, nothing is installed and no service starts. Libraries that this system lacks are
 * unpacked beside it.
 */
export async function unpackDistributionPackage(
  wanted: DistributionPackage,
  versionArgs: readonly string[],
  dir: string,
  onProgress: (line: string) => void,
  signal?: AbortSignal,
): Promise<KitContent> {
  if (!existsSync('/usr/bin/apt-get') || !existsSync('/usr/bin/dpkg-deb')) {
    throw new SourceUnavailable('this system has no apt packages');
  }
  onProgress(`fetching the distribution's package ${wanted.name}`);
  aptOfThisProcess ??= prepareApt(signal);
  const apt = await aptOfThisProcess.catch((error: unknown) => {
    // Somebody's Ctrl-C says nothing about the packages.
    if (signal?.aborted) aptOfThisProcess = undefined;
    throw error;
  });
  const debs = await mkdtemp(join(dir, 'debs-'));
  try {
    let depends = await unpack(apt, debs, [wanted.name], dir, signal);
    const paths = Object.values(wanted.programs).map((path) => join(dir, path));
    for (let round = 0; round < roundsOfLibraries; round++) {
      if ((await missingLibraries(paths, dir)).length === 0) break;
      const libraries = await notInstalled(
        depends.filter((name) => /^lib/.test(name) && !neverTaken.test(name)),
      );
      if (libraries.length === 0) break;
      depends = await unpack(apt, debs, libraries, dir, signal);
    }
    const missing = await missingLibraries(paths, dir);
    if (missing.length > 0) {
      throw new Error(
        `the package ${wanted.name} needs libraries that were not found: ${missing.join(', ')}`,
      );
    }
    const { relocation } = wanted;
    const moved = relocation && (await Promise.all(paths.map((path) => relocate(path, relocation))));
    const libraryDirs = await findLibraryDirs(dir);
    const [first] = paths;
    const env = { LD_LIBRARY_PATH: libraryDirs.map((library) => join(dir, library)).join(':') };
    const version = first === undefined ? undefined : await askVersion(first, versionArgs, env);
    if (version === undefined)
      throw new Error(`the package ${wanted.name} holds a program that tells no version`);
    return {
      version,
      source: 'distribution package',
      programs: wanted.programs,
      libraryDirs,
      isRelocated: moved?.includes(true) ?? false,
    };
  } finally {
    await rm(debs, { recursive: true, force: true });
  }
}

/** apt-get with lists and cache of its own, updated once and gone when this process ends. */
async function prepareApt(signal: AbortSignal | undefined): Promise<readonly string[]> {
  const state = await mkdtemp(join(tmpdir(), 'tocsin-apt-'));
  process.once('exit', () => rmSync(state, { recursive: true, force: true }));
  await mkdir(join(state, 'lists', 'partial'), { recursive: true });
  await mkdir(join(state, 'cache', 'archives', 'partial'), { recursive: true });
  const apt = [
    '-qq',
    ...['-o', `Dir::State::lists=${state}/lists`],
    ...['-o', `Dir::Cache=${state}/cache`],
    ...['-o', 'Debug::NoLocking=1'],
    ...['-o', 'APT::Sandbox::User='],
    ...['-o', 'Acquire::Retries=1'],
    ...['-o', 'Acquire::http::Timeout=15', '-o', 'Acquire::https::Timeout=15'],
  ];
  const update = await runCommand('apt-get', [...apt, 'update'], { timeoutMs: 120_000, signal });
  const lists = await readdir(join(state, 'lists'));
  if (update.exitCode !== 0 || !lists.some((list) => list.includes('_Packages'))) {
    const cause = update.stderr.trim().split('\n').at(-1) || 'no package lists came';
    throw new SourceUnavailable(`the distribution's packages cannot be reached (${cause})`);
  }
  return apt;
}

/** Downloads and unpacks packages; gives the names of what they depend on. */
async function unpack(
  apt: readonly string[],
  debs: string,
  names: readonly string[],
  dir: string,
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const download = await runCommand('apt-get', [...apt, 'download', ...names], {
    cwd: debs,
    timeoutMs: 300_000,
    signal,
  });
  if (download.exitCode !== 0) {
    throw new SourceUnavailable(
      `apt has no ${names.join(', ')} (${download.stderr.trim().split('\n').at(-1)})`,
    );
  }
  const depends: string[] = [];
  for (const file of await readdir(debs)) {
    const deb = join(debs, file);
    await runOrThrow('dpkg-deb', ['-x', deb, dir], { timeoutMs: 120_000, signal });
    const { stdout } = await runOrThrow('dpkg-deb', ['-f', deb, 'Depends']);
    depends.push(...parseDepends(stdout));
    await rm(deb);
  }
  return depends;
}

/** Package names of a Depends field: the first of each set of alternatives, without versions. */
export function parseDepends(field: string): string[] {
  return field
    .split(',')
    .map((alternatives) => /^[a-z0-9][a-z0-9+.-]*/.exec(alternatives.trim())?.[0] ?? '')
    .filter((name) => name !== '');
}

async function notInstalled(names: readonly string[]): Promise<string[]> {
  const checks = await Promise.all(
    [...new Set(names)].map(async (name) => {
      // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own field syntax.
      const { stdout } = await runCommand('dpkg-query', ['-W', '-f', '${db:Status-Status}', name]);
      return stdout.trim() === 'installed' ? [] : [name];
    }),
  );
  return checks.flat();
}

async function missingLibraries(paths: readonly string[], dir: string): Promise<string[]> {
  const libraryDirs = await findLibraryDirs(dir);
  const env = { LD_LIBRARY_PATH: libraryDirs.map((library) => join(dir, library)).join(':') };
  const outputs = await Promise.all(paths.map((path) => runCommand('ldd', [path], { env })));
  return outputs.flatMap(({ stdout }) =>
    [...stdout.matchAll(/^\s*(\S+) => not found/gm)].map(([, name]) => name ?? ''),
  );
}

/** Folders below `dir` that hold shared libraries, relative to it. */
async function findLibraryDirs(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const libraries = entries.filter(({ name }) => /\.so(\.\d+)*$/.test(name));
  return [
    ...new Set(libraries.map(({ parentPath, name }) => relative(dir, dirname(join(parentPath, name))))),
  ].sort();
}
