/**
 * The journal: what an operation meant to do and what it did, appended and made durable before the next thing happens.
 * An intent without its done is where a crash struck.
 */
import { createHash } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { hasCode } from './error-code.ts';

const entrySchema = z.object({
  version: z.literal(1),
  at: z.iso.datetime(),
  /** One run of a verb. */
  operation: z.string(),
  verb: z.string(),
  phase: z.enum(['begin', 'intent', 'done', 'failed', 'end']),
  step: z.string().optional(),
  detail: z.record(z.string(), z.unknown()).optional(),
});
export type JournalEntry = z.infer<typeof entrySchema>;

export async function appendEntry(root: string, entry: JournalEntry): Promise<void> {
  const body = JSON.stringify(entry);
  const file = await open(join(root, 'journal.jsonl'), 'a+');
  try {
    // A crash may have left a torn line: close it, so that it spoils only itself.
    const { size } = await file.stat();
    const last = Buffer.alloc(1, '\n');
    if (size > 0) await file.read(last, 0, 1, size - 1);
    await file.appendFile(`${last.toString() === '\n' ? '' : '\n'}${seal(body)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** All whole entries in order; lines that were torn by a crash are counted, not guessed at. */
export async function readJournal(root: string): Promise<{ entries: JournalEntry[]; torn: number }> {
  const text = await readFile(join(root, 'journal.jsonl'), 'utf8').catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return '';
    throw error;
  });
  const lines = text.split('\n').filter((line) => line !== '');
  const entries = lines.flatMap((line) => {
    const body = `${line.slice(0, line.lastIndexOf(',"checksum":'))}}`;
    return line === seal(body) ? [entrySchema.parse(JSON.parse(body))] : [];
  });
  return { entries, torn: lines.length - entries.length };
}

/** The latest operation: how it ended, or the step that it was in when it was cut off. */
export function lastOperation(
  entries: readonly JournalEntry[],
): { operation: string; verb: string; outcome: string } | undefined {
  const last = entries.at(-1);
  if (last === undefined) return undefined;
  const { operation, verb, phase, step, detail } = last;
  if (phase === 'end') return { operation, verb, outcome: String(detail?.outcome ?? 'ended') };
  const place = phase === 'begin' ? 'at its beginning' : `${phase === 'intent' ? 'at' : 'after'} ${step}`;
  return { operation, verb, outcome: `cut off ${place}` };
}

/** The line of an entry: its JSON with a checksum of the rest as the last field. */
function seal(body: string): string {
  const checksum = createHash('sha256').update(body).digest('hex').slice(0, 16);
  return `${body.slice(0, -1)},"checksum":"${checksum}"}`;
}
