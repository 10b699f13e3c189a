/** What a set of dependencies is, beside its node_modules. */
import { z } from 'zod';
import { parseSealed, renderSealed, type SealedKind, sha256Hex } from './seal.ts';

const recordSchema = z.object({
  lockfileHash: sha256Hex,
  /** Over the paths and contents of all files. */
  contentHash: sha256Hex,
  /** Of the files' sizes and times as they were written; see fingerprint.ts. */
  fingerprint: sha256Hex,
  sbomSha256: sha256Hex,
  /** Path ("node_modules/koa/package.json") to SHA-256 of the file. */
  files: z.record(z.string(), sha256Hex),
});
export type DependencyRecord = Readonly<z.infer<typeof recordSchema>>;

const kind: SealedKind<DependencyRecord> = {
  name: 'record of dependencies',
  version: 1,
  schema: recordSchema,
  wayOut: 'Remove its folder and deploy again, which makes it anew.',
};

export function renderRecord(record: DependencyRecord): string {
  return renderSealed(kind, record);
}

export function parseRecord(text: string, path: string): DependencyRecord {
  return parseSealed(kind, text, path);
}
