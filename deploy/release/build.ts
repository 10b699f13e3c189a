import { execFile } from 'node:child_process';
import { mkdir, readFile, realpath, rename, rm, symlink } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { syncFolder } from '../state/durable-file.ts';
import { hasCode } from '../state/error-code.ts';
import { readPointer } from '../state/pointer.ts';
import { readDeclarations } from './declarations.ts';
import {
  type Dependencies,
  dependenciesFolder,
  dependencyLink,
  provideDependencies,
} from './dependencies.ts';
import { listSourceFiles } from './files.ts';
import {
  contentHashOf,
  type Manifest,
  manifestFile,
  readManifest,
  releaseFolder,
  renderManifest,
} from './manifest.ts';
import { listReleases } from './release-id.ts';
import { sbomFile } from './sbom.ts';
import { writeFiles, writeReadOnly } from './write-files.ts';

const modified = '-modified';

/** Gives the image's digest. */
export type ImageMaker = (made: {
  readonly folder: string;
  readonly dependencies: string;
  readonly contentHash: string;
}) => Promise<string>;

export interface BuildRequest {
  readonly root: string;
  readonly source: string;
  readonly id: string;
  readonly builder: string;
  readonly tag?: string;
  /** Makes an image of what was copied, before the manifest is sealed with its digest. */
  readonly makeImage?: ImageMaker;
  readonly now: Date;
  readonly signal: AbortSignal;
}

export interface Build {
  readonly manifest: Manifest;
  readonly dependencies: Dependencies;
}

/**
 * Copies the source into `incoming/`, hashes every file, makes all of it durable and only then gives it its name in
 * `releases/`: a release is whole from the moment it is there, and never changed afterwards.
 */
export async function buildRelease(request: BuildRequest): Promise<Build> {
  const { root, source, id, builder, tag, makeImage, now, signal } = request;
  const incoming = join(root, 'incoming', id);
  const paths = await listSourceFiles(source);
  const declarations = await readDeclarations(source);
  const dependencies = await provideDependencies({ root, source, signal });
  await rm(incoming, { recursive: true, force: true });
  const files = await writeFiles(incoming, paths, (path) => readSource(source, path));
  const { lockfileHash, sbomSha256 } = dependencies;
  if (files['package-lock.json'] !== lockfileHash)
    throw new Error(`${join(source, 'package-lock.json')} was changed while ${id} was built; deploy again.`);
  const contentHash = contentHashOf(files);
  const imageDigest = await makeImage?.({
    folder: incoming,
    dependencies: dependenciesFolder(root, lockfileHash),
    contentHash,
  });
  const manifest: Manifest = {
    id,
    sequence: (await lastSequence(root)) + 1,
    contentHash,
    ...(await commitOf(source)),
    ...(tag === undefined ? {} : { tag }),
    date: now.toISOString(),
    builder,
    lockfileHash,
    sbom: { path: `dependencies/${lockfileHash}/${sbomFile}`, sha256: sbomSha256 },
    ...declarations,
    ...(imageDigest === undefined ? {} : { imageDigest }),
    files,
  };
  await writeReadOnly(join(incoming, manifestFile), renderManifest(manifest));
  // Relative, so that the root may move; right from incoming/ as from releases/, both being one level down.
  const target = relative(incoming, join(dependenciesFolder(root, lockfileHash), dependencyLink));
  await symlink(target, join(incoming, dependencyLink), 'junction');
  await syncFolder(incoming);
  await mkdir(join(root, 'releases'), { recursive: true });
  await rename(incoming, releaseFolder(root, id));
  await syncFolder(join(root, 'releases'));
  return { manifest, dependencies };
}

async function readSource(source: string, path: string): Promise<Buffer> {
  try {
    return await readFile(join(source, path));
  } catch (error) {
    throw new Error(
      `${join(source, path)} belongs to a release and cannot be read; make it (npm run alerts, npm run dashboards) first.`,
      {
        cause: error,
      },
    );
  }
}

/** Of all releases there are and of the current one: a number is not given twice. */
async function lastSequence(root: string): Promise<number> {
  const ids = await listReleases(root);
  // A damaged manifest must not stop the building of a better release.
  const manifests = await Promise.all(ids.map((id) => readManifest(root, id).catch(() => undefined)));
  const current = await readPointer(root);
  return Math.max(current?.sequence ?? 0, ...manifests.map((manifest) => manifest?.sequence ?? 0));
}

/** The source's commit; null when the source is no checkout of its own (a patched copy inside another one, say). */
async function commitOf(source: string): Promise<Pick<Manifest, 'commit' | 'committedAt'>> {
  const git = promisify(execFile);
  try {
    const top = await git('git', ['-C', source, 'rev-parse', '--show-toplevel']);
    if ((await realpath(top.stdout.trim())) !== (await realpath(source))) return { commit: null };
    const args = ['describe', '--always', '--abbrev=40', '--exclude=*', `--dirty=${modified}`];
    const commit = (await git('git', ['-C', source, ...args])).stdout.trim();
    if (commit.endsWith(modified)) return { commit };
    // The committer's date: when it came into this history, which a rebase or a merge may have been.
    const shown = await git('git', ['-C', source, 'show', '--no-patch', '--format=%cI', commit]);
    return { commit, committedAt: shown.stdout.trim() };
  } catch (error) {
    // 128: not a repository, or one without a commit. ENOENT: no git on this machine.
    if (hasCode(error, 'ENOENT') || (error instanceof Error && 'code' in error && error.code === 128))
      return { commit: null };
    throw error;
  }
}
