/**
 * The journal: what an operation meant to do and what it did, appended and made durable before the next thing happens.
 * An intent without its done is where a crash struck. Its times are for people: nothing is decided by them, since a
 * clock may be set back.
 */
import { join } from 'node:path';
import { syncFolder } from './durable-file.ts';
import { hasCode } from './error-code.ts';
import { type FileSystem, nodeFileSystem } from './file-system.ts';
import {
  checksumIn,
  type JournalEntry,
  type NewEntry,
  type ParsedJournal,
  parseJournal,
  renderLine,
} from './journal-line.ts';

export type { JournalEntry, NewEntry };

/** Longer than any two lines; what is in front of it was checked when the command began. */
const tailBytes = 256 * 1024;

/**
 * Appends an entry, and in front of it, when a crash tore the last line, one that says so: the torn part is cut off and
 * kept in that entry. Only the holder of the lock may call this.
 */
export async function appendEntry(
  root: string,
  entry: NewEntry,
  files: FileSystem = nodeFileSystem,
): Promise<void> {
  const path = journalPath(root);
  const tail = await readTail(path, files);
  if (tail.torn !== undefined) await cutTo(path, tail.wholeBytes, files);
  const { at, operation, verb } = entry;
  const healed: NewEntry = { at, operation, verb, phase: 'healed', detail: { torn: tail.torn } };
  let checksum = tail.lastChecksum;
  let text = '';
  for (const next of tail.torn === undefined ? [entry] : [healed, entry]) {
    const rendered = renderLine(next, checksum);
    text += `${rendered.line}\n`;
    checksum = rendered.checksum;
  }
  const file = await files.open(path, 'a');
  try {
    await file.appendFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  if (tail.wholeBytes === 0) await syncFolder(root, files);
}

/** All entries in order. Throws on a journal of a newer version and on a damaged line, naming it. */
export async function readJournal(
  root: string,
  files: FileSystem = nodeFileSystem,
): Promise<Pick<ParsedJournal, 'entries' | 'torn'>> {
  const path = journalPath(root);
  const text = await files.readText(path).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return '';
    throw error;
  });
  return parseJournal(text, path);
}

async function readTail(
  path: string,
  files: FileSystem,
): Promise<{ torn: string | undefined; lastChecksum: string; wholeBytes: number }> {
  const file = await files.open(path, 'r').catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  });
  if (file === undefined) return { torn: undefined, lastChecksum: '', wholeBytes: 0 };
  try {
    const { size } = await file.stat();
    const start = Math.max(0, size - tailBytes);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, size - start, start);
    const bytes = buffer.subarray(0, bytesRead);
    // The line that the tail begins in is left out, but for the checksum at its end.
    const from = start === 0 ? 0 : bytes.indexOf('\n') + 1;
    const before = start === 0 ? undefined : checksumIn(bytes.subarray(0, from).toString().trimEnd());
    const { torn, lastChecksum } = parseJournal(bytes.subarray(from).toString(), path, before);
    // In bytes: of a letter that was torn, the text has another one in its place.
    const end = torn?.endsWith('\n') ? bytes.subarray(0, -1).lastIndexOf('\n') : bytes.lastIndexOf('\n');
    return { torn, lastChecksum, wholeBytes: start + end + 1 };
  } finally {
    await file.close();
  }
}

async function cutTo(path: string, sizeBytes: number, files: FileSystem): Promise<void> {
  // Not the append handle: Windows cuts no file through one of these.
  const file = await files.open(path, 'r+');
  try {
    await file.truncate(sizeBytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

function journalPath(root: string): string {
  return join(root, 'journal.jsonl');
}
