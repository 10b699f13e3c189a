import { execFile } from 'node:child_process';
import { mkdir, open, readFile, realpath, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { syncFolder } from '../state/durable-file.ts';
import { hasCode } from '../state/error-code.ts';
import { hashContent, listSourceFiles } from './files.ts';
import { contentHashOf, type Manifest, readManifest, releaseFolder, renderManifest } from './manifest.ts';
import { listReleases } from './release-id.ts';

const modified = '-modified';

export interface BuildRequest {
  readonly root: string;
  readonly source: string;
  readonly id: string;
  readonly builder: string;
  readonly tag?: string;
  readonly now: Date;
}

/**
 * Copies the source into `incoming/`, hashes every file, makes all of it durable and only then gives it its name in
 * `releases/`: a release is whole from the moment it is there, and never changed afterwards.
 */
export async function buildRelease(request: BuildRequest): Promise<Manifest> {
  const { root, source, id, builder, tag, now } = request;
  const incoming = join(root, 'incoming', id);
  await rm(incoming, { recursive: true, force: true });
  const files: Record<string, string> = {};
  for (const path of await listSourceFiles(source)) {
    const content = await readSource(source, path);
    await writeReadOnly(join(incoming, path), content);
    files[path] = hashContent(content);
  }
  const manifest: Manifest = {
    id,
    sequence: (await lastSequence(root)) + 1,
    contentHash: contentHashOf(files),
    ...(await commitOf(source)),
    ...(tag === undefined ? {} : { tag }),
    date: now.toISOString(),
    builder,
    lockfileHash: files['package-lock.json'] ?? '',
    files,
  };
  await writeReadOnly(join(incoming, 'manifest.json'), Buffer.from(renderManifest(manifest)));
  await syncFolder(incoming);
  await mkdir(join(root, 'releases'), { recursive: true });
  await rename(incoming, releaseFolder(root, id));
  await syncFolder(join(root, 'releases'));
  return manifest;
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

async function writeReadOnly(path: string, content: Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'wx', 0o444);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function lastSequence(root: string): Promise<number> {
  const ids = await listReleases(root);
  // A damaged manifest must not stop the building of a better release.
  const manifests = await Promise.all(ids.map((id) => readManifest(root, id).catch(() => undefined)));
  return Math.max(0, ...manifests.map((manifest) => manifest?.sequence ?? 0));
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
