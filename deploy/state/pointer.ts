/**
 * `current`: which release serves. A small text file instead of a symbolic link, so that it is the same on every
 * platform and can be replaced in one rename; its checksum tells a torn or hand-edited file from a good one.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { replaceFile } from './durable-file.ts';
import { hasCode } from './error-code.ts';
import { type FileSystem, nodeFileSystem } from './file-system.ts';

export interface Pointer {
  readonly id: string;
  /** The release's number in the order of building. */
  readonly sequence: number;
  /** Earlier good releases, the latest first: where a rollback goes. A release rolled back from is not among them. */
  readonly previous: readonly string[];
}

const previousKept = 5;

/** The pointer after `next` took over from `current` by a deployment. */
export function advance(
  current: Pointer | undefined,
  next: { readonly id: string; readonly sequence: number },
): Pointer {
  const previous = current === undefined ? [] : [current.id, ...current.previous];
  return { ...next, previous: previous.filter((id) => id !== next.id).slice(0, previousKept) };
}

/** The pointer after a rollback: what was rolled back from, and all that came after the target, is no longer good. */
export function retreat(
  current: Pointer,
  target: { readonly id: string; readonly sequence: number },
): Pointer {
  const place = current.previous.indexOf(target.id);
  return { ...target, previous: place < 0 ? current.previous : current.previous.slice(place + 1) };
}

export function renderPointer({ id, sequence, previous }: Pointer): string {
  const body = `release ${id}\nsequence ${sequence}\nprevious ${previous.join(' ')}\n`;
  return `${body}sha256 ${sha256(body)}\n`;
}

/** Throws when the text is not exactly what `renderPointer` wrote. */
export function parsePointer(text: string, path: string): Pointer {
  const match = /^release (\S+)\nsequence (\d+)\nprevious (.*)\nsha256 ([0-9a-f]{64})\n$/.exec(text);
  const [, id = '', sequence, previous = '', checksum] = match ?? [];
  const body = text.slice(0, text.lastIndexOf('sha256 '));
  if (match === null || checksum !== sha256(body))
    throw new Error(
      `${path} is damaged or was edited by hand (its checksum does not fit). See "npm run deploy -- status" for what the proxy serves, remove the file, and deploy again.`,
    );
  return { id, sequence: Number(sequence), previous: previous.split(' ').filter((part) => part !== '') };
}

export async function readPointer(
  root: string,
  files: FileSystem = nodeFileSystem,
): Promise<Pointer | undefined> {
  const path = join(root, 'current');
  try {
    return parsePointer(await files.readText(path), path);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

export async function writePointer(
  root: string,
  pointer: Pointer,
  files: FileSystem = nodeFileSystem,
): Promise<void> {
  await replaceFile(join(root, 'current'), renderPointer(pointer), files);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
