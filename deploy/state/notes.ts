/**
 * Lines for the journal of those who could not wait for the lock. The journal has one writer, so each leaves its line in a
 * file of its own, and the next holder of the lock writes it down.
 */
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from './durable-file.ts';
import { hasCode } from './error-code.ts';
import { appendEntry } from './journal.ts';
import { type NewEntry, newEntrySchema } from './journal-line.ts';

export async function leaveNote(root: string, entry: NewEntry): Promise<void> {
  await mkdir(notesFolder(root), { recursive: true });
  await replaceFile(join(notesFolder(root), `${entry.operation}.json`), `${JSON.stringify(entry)}\n`);
}

/**
 * A note of an operation that is in the journal already is only removed: a crash came in between. Throws on one that
 * cannot be read. Only the holder of the lock may call this.
 */
export async function writeNotesDown(root: string, written: readonly string[]): Promise<void> {
  for (const path of await listNotes(root)) {
    const entry = await readNote(path);
    if (!written.includes(entry.operation)) await appendEntry(root, entry);
    await rm(path, { force: true });
  }
}

async function listNotes(root: string): Promise<string[]> {
  const names = await readdir(notesFolder(root)).catch((error: unknown): string[] => {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  });
  const notes = names.filter((name) => name.endsWith('.json')).sort();
  return notes.map((name) => join(notesFolder(root), name));
}

async function readNote(path: string): Promise<NewEntry> {
  const text = await readFile(path, 'utf8');
  try {
    return newEntrySchema.parse(JSON.parse(text));
  } catch (error) {
    throw new Error(`${path} is no line for the journal. Read what it was to say, then remove it.`, {
      cause: error,
    });
  }
}

function notesFolder(root: string): string {
  return join(root, 'notes');
}
