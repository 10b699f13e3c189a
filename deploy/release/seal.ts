/** A JSON document that is believed only as long as the checksum in it fits. */
import { createHash } from 'node:crypto';
import { z } from 'zod';

export const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/, 'is no SHA-256');

const sealSchema = z.looseObject({ version: z.int(), checksum: sha256Hex });

export interface SealedKind<T> {
  /** Such as "manifest", for messages. */
  readonly name: string;
  readonly version: number;
  readonly schema: z.ZodType<T>;
  /** What to do when it cannot be believed. */
  readonly wayOut: string;
}

/** Throws when the document is none of its kind: nothing is written that could not be read again. */
export function renderSealed<T extends object>({ version, schema }: SealedKind<T>, document: T): string {
  const body = { version, ...schema.parse(document) };
  return `${JSON.stringify({ ...body, checksum: checksumOf(body) }, undefined, 2)}\n`;
}

/** Throws when the text is not what `renderSealed` wrote, or was written by another version of this program. */
export function parseSealed<T>(kind: SealedKind<T>, text: string, path: string): T {
  try {
    const parsed: unknown = JSON.parse(text);
    refuseOtherVersion(kind, parsed);
    const { checksum, ...body } = sealSchema.parse(parsed);
    if (checksum !== checksumOf(body)) throw new Error('its checksum does not fit');
    const { version: _, ...document } = body;
    return kind.schema.parse(document);
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : messageOf(error);
    throw new Error(
      error instanceof OtherVersion
        ? `${path} ${reason}`
        : `${path} is damaged or was changed by hand: ${reason}. ${kind.wayOut}`,
      { cause: error },
    );
  }
}

class OtherVersion extends Error {}

function refuseOtherVersion({ name, version, wayOut }: SealedKind<unknown>, parsed: unknown): void {
  if (typeof parsed !== 'object' || parsed === null) return;
  const written = 'version' in parsed ? parsed.version : undefined;
  if (written === version) return;
  if (typeof written === 'number' && written > version)
    throw new OtherVersion(
      `is a ${name} of version ${written}, made by a newer deploy engine; this one reads ${version}. Run the command from that newer checkout.`,
    );
  throw new OtherVersion(
    `is a ${name} of version ${String(written ?? 'none')}, made by an older deploy engine; this one reads ${version}. ${wayOut}`,
  );
}

function checksumOf(body: object): string {
  const fields = Object.entries(body).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
