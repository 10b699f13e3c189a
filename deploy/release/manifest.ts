/** What a release is: written once when it is built, believed only as long as its checksum fits. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { hasCode } from '../state/error-code.ts';

const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);

const manifestSchema = z.object({
  id: z.string(),
  /** The release's number in the order of building, from 1. */
  sequence: z.int().positive(),
  /** Over the paths and contents of all files: the same content has the same hash, whenever it was built. */
  contentHash: sha256Hex,
  /** Of the source, "-modified" when tracked files differ from it; null when the source is no git checkout. */
  commit: z.string().nullable(),
  /** When that commit was made. Missing where there is none, or where changes on top of it are part of the release. */
  committedAt: z.iso.datetime({ offset: true }).optional(),
  tag: z.string().optional(),
  date: z.iso.datetime(),
  builder: z.string(),
  /** Of package-lock.json: the dependencies that the release was written for. */
  lockfileHash: sha256Hex,
  /** Path in the release to SHA-256 of the file. */
  files: z.record(z.string(), sha256Hex),
});
export type Manifest = z.infer<typeof manifestSchema>;

export function renderManifest(manifest: Manifest): string {
  const sealed = { ...manifest, checksum: checksumOf(manifest) };
  return `${JSON.stringify(sealed, undefined, 2)}\n`;
}

/** Throws when the text is not what `renderManifest` wrote. */
export function parseManifest(text: string, path: string): Manifest {
  try {
    const { checksum, ...manifest } = manifestSchema.extend({ checksum: sha256Hex }).parse(JSON.parse(text));
    if (checksum !== checksumOf(manifest)) throw new Error('its checksum does not fit');
    return manifest;
  } catch (error) {
    throw new Error(
      `${path} is damaged or was changed by hand: ${error instanceof Error ? error.message : String(error)}. Take another release, or build it again.`,
      { cause: error },
    );
  }
}

/** The manifest of a release in the root; undefined when there is no such release. */
export async function readManifest(root: string, id: string): Promise<Manifest | undefined> {
  const path = join(releaseFolder(root, id), 'manifest.json');
  try {
    return parseManifest(await readFile(path, 'utf8'), path);
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  }
}

export function releaseFolder(root: string, id: string): string {
  return join(root, 'releases', id);
}

export function contentHashOf(files: Readonly<Record<string, string>>): string {
  const lines = Object.entries(files).map(([path, hash]) => `${path}\0${hash}\n`);
  return createHash('sha256').update(lines.sort().join('')).digest('hex');
}

function checksumOf(manifest: Manifest): string {
  const fields = Object.entries(manifest).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex');
}
