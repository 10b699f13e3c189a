/**
 * The journal: what an operation meant to do and what it did, appended and made durable before the next thing happens.
 * An intent without its done is where a crash struck. Its times are for people: nothing is decided by them, since a
 * clock may be set back.
 */
import { join } from 'node:path';
import { syncFolder } from './durable-file.ts';
import { hasCode } from './error-code.ts';
import { type FileSystem, nodeFileSystem, type OpenFile } from './file-system.ts';
import {
  checksumIn,
  type JournalEntry,
  type NewEntry,
  type ParsedJournal,
  parseJournal,
  renderLine,
} from './journal-line.ts';

export type { JournalEntry, NewEntry };

/** Usually many lines; what is in front of it was checked when the command began. */
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
    const tail = await readBytes(file, Math.max(0, size - tailBytes), size);
    // The line that it begins in may have lost any part of itself; the next one is whole, and its checksum is known.
    const second = tail.indexOf('\n', tail.indexOf('\n') + 1) + 1;
    const isWhole = size <= tailBytes || second === 0;
    const bytes = isWhole ? await readBytes(file, 0, size) : tail.subarray(second);
    const before = isWhole ? undefined : checksumIn(tail.subarray(0, second).toString().trimEnd());
    const { torn, lastChecksum } = parseJournal(bytes.toString(), path, before);
    // In bytes: of a letter that was torn, the text has another one in its place.
    const end = torn?.endsWith('\n') ? bytes.subarray(0, -1).lastIndexOf('\n') : bytes.lastIndexOf('\n');
    return { torn, lastChecksum, wholeBytes: size - bytes.length + end + 1 };
  } finally {
    await file.close();
  }
}

async function readBytes(file: OpenFile, from: number, to: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(to - from), 0, to - from, from);
  return buffer.subarray(0, bytesRead);
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
