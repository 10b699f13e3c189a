/** What a release is: written once when it is built, believed only as long as its checksum fits. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { hasCode } from '../state/error-code.ts';
import { releaseIdPattern } from './release-id.ts';
import { schemaRangeSchema } from './schema-range.ts';
import { parseSealed, renderSealed, type SealedKind, sha256Hex } from './seal.ts';

const manifestSchema = z.object({
  id: z.string().regex(releaseIdPattern),
  /** The release's number in the order of building, from 1. */
  sequence: z.int().positive(),
  /** Over the paths and contents of all files: the same content has the same hash, whoever built it and when. */
  contentHash: sha256Hex,
  /** Of the source, "-modified" when tracked files differ from it; null when the source is no git checkout. */
  commit: z.string().nullable(),
  /** When that commit was made. Missing where there is none, or where changes on top of it are part of the release. */
  committedAt: z.iso.datetime({ offset: true }).optional(),
  tag: z.string().optional(),
  date: z.iso.datetime(),
  builder: z.string(),
  /** Of package-lock.json: names the dependencies that the release runs with (dependencies.ts). */
  lockfileHash: sha256Hex,
  /** The bill of materials of these dependencies; the path is relative to the root. */
  sbom: z.object({ path: z.string(), sha256: sha256Hex }),
  /** null for a service that declares no migrations. */
  schema: schemaRangeSchema.nullable(),
  /** As the source declares them. */
  featureFlags: z.record(z.string(), z.boolean()),
  /** Where the release is run as a container: the image made of these files. */
  imageDigest: z
    .string()
    .regex(/^sha256:[0-9a-f]{64}$/)
    .optional(),
  /** Path in the release to SHA-256 of the file. */
  files: z.record(z.string(), sha256Hex),
});
export type Manifest = Readonly<z.infer<typeof manifestSchema>>;

export const manifestFile = 'manifest.json';

const kind: SealedKind<Manifest> = {
  name: 'manifest',
  version: 1,
  schema: manifestSchema,
  wayOut: 'Take another release, or build it again.',
};

export function renderManifest(manifest: Manifest): string {
  return renderSealed(kind, manifest);
}

/** Throws when the text is not what `renderManifest` wrote. */
export function parseManifest(text: string, path: string): Manifest {
  return parseSealed(kind, text, path);
}

/** The manifest of a release in the root; undefined when there is no such release. */
export async function readManifest(root: string, id: string): Promise<Manifest | undefined> {
  // An id is a name below releases/, never a way out of it.
  if (!releaseIdPattern.test(id)) return undefined;
  const path = join(releaseFolder(root, id), manifestFile);
  try {
    return parseManifest(await readFile(path, 'utf8'), path);
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  }
}

/** What Node made of each release's source when it ran: it can be had again, and spares a third of the next start. */
export const compiledFolder = 'compiled';

export function releaseFolder(root: string, id: string): string {
  return join(root, 'releases', id);
}

export function contentHashOf(files: Readonly<Record<string, string>>): string {
  const lines = Object.entries(files).map(([path, hash]) => `${path}\0${hash}\n`);
  return createHash('sha256').update(lines.sort().join('')).digest('hex');
}
