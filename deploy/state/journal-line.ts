/** The lines of a journal: each entry's JSON, sealed by a checksum that covers the line before as well. Nothing runs here. */
import { createHash } from 'node:crypto';
import { z } from 'zod';

/** 2 chained the lines; 1, of which there may be lines in front, sealed each by itself. */
const versions = [1, 2] as const;
const newestVersion = 2;

const entrySchema = z.object({
  version: z.literal(versions),
  at: z.iso.datetime(),
  /** One run of a verb. */
  operation: z.string(),
  verb: z.string(),
  /** `takeover`: a dead owner's lock was taken over. `healed`: a line that a crash had torn was cut off. */
  phase: z.enum(['begin', 'intent', 'done', 'failed', 'end', 'takeover', 'healed']),
  step: z.string().optional(),
  detail: z.record(z.string(), z.unknown()).optional(),
});
export type JournalEntry = Readonly<z.infer<typeof entrySchema>>;
export const newEntrySchema = entrySchema.omit({ version: true });
export type NewEntry = Readonly<z.infer<typeof newEntrySchema>>;

export interface ParsedJournal {
  readonly entries: readonly JournalEntry[];
  /** The end of the text that a crash left of a line; undefined when the last line is whole. */
  readonly torn: string | undefined;
  /** What the next line has to cover. */
  readonly lastChecksum: string;
}

export function renderLine(entry: NewEntry, lastChecksum: string): { line: string; checksum: string } {
  // The version first: whoever reads it must know by it how to read the rest.
  const body = JSON.stringify({ version: newestVersion, ...entry });
  const checksum = checksumOf(lastChecksum + body);
  return { line: sealed(body, checksum), checksum };
}

/**
 * Reads the lines of a journal, or those from some line on when `before` is the checksum of the line in front. Throws
 * on a journal of a newer version, and on a line that was damaged or edited: only the last can have been torn by a crash.
 */
export function parseJournal(text: string, path: string, before?: string): ParsedJournal {
  const lines = text.split('\n');
  let torn = lines.pop() || undefined;
  // Blocks that never reached the disk read as zeros, also in front of a line's end that did.
  if (torn === undefined && lines.at(-1)?.includes('\0')) torn = `${lines.pop()}\n`;
  const entries: JournalEntry[] = [];
  let lastChecksum = before ?? '';
  for (const [index, line] of lines.entries()) {
    const entry = parseLine(line, lastChecksum, path);
    // Version 1 closed a torn line with a newline and went on behind it.
    if (entry === undefined && versionOf(lines[index + 1]) === 1) continue;
    if (entry === undefined)
      throw new Error(
        `line ${index + 1} of ${path} is damaged, was edited, or one before it is missing (its checksum does not fit). Nothing was changed. Restore the journal from a backup; or move it aside, and "npm run deploy -- resume" goes by the pointer and the proxy alone.`,
      );
    entries.push(entry);
    lastChecksum = checksumIn(line);
  }
  return { entries, torn, lastChecksum };
}

function parseLine(line: string, lastChecksum: string, path: string): JournalEntry | undefined {
  const version = versionOf(line);
  if (version !== undefined && version > newestVersion)
    throw new Error(
      `${path} was written by a newer deploy (version ${version}; this one knows up to ${newestVersion}). Nothing was changed. Run the newer one.`,
    );
  const body = `${line.slice(0, Math.max(0, line.lastIndexOf(',"checksum":')))}}`;
  const checksum = checksumOf(version === 1 ? body : lastChecksum + body);
  return line === sealed(body, checksum) ? entrySchema.parse(JSON.parse(body)) : undefined;
}

export function checksumIn(line: string): string {
  return /"checksum":"([0-9a-f]+)"\}$/.exec(line)?.[1] ?? '';
}

function versionOf(line: string | undefined): number | undefined {
  const version = /^\{"version":(\d+)[,}]/.exec(line ?? '')?.[1];
  return version === undefined ? undefined : Number(version);
}

function sealed(body: string, checksum: string): string {
  return `${body.slice(0, -1)},"checksum":"${checksum}"}`;
}

function checksumOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
