/** `current` must be the one answer to what serves. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode } from './error-code.ts';
import { readPointer } from './pointer.ts';

/** What a person's copy, an editor or another tool makes of the name: "current.bak", "current (1)", "Current". */
const strayName = /^current(?![\w-])/i;
/** A replacement that a crash cut off; it was never the pointer (durable-file.ts). */
const ownTemporary = /^current\.\d+\.tmp$/;

/** Throws when the root holds a second file that claims to be the pointer, or when the pointer names a release twice. */
export async function requireSolePointer(root: string): Promise<void> {
  const names = await readdir(root).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  });
  const strays = names.filter(
    (name) => name !== 'current' && strayName.test(name) && !ownTemporary.test(name),
  );
  if (strays.length > 0)
    throw new Error(
      `${root} holds more than one pointer: current and ${strays.join(', ')}. Only "current" is read; look at what each says, then move the other out of that folder.`,
    );
  const pointer = await readPointer(root);
  if (pointer === undefined) return;
  const ids = [pointer.id, ...pointer.previous];
  const twice = ids.find((id, place) => ids.indexOf(id) !== place);
  if (twice !== undefined)
    throw new Error(
      `${join(root, 'current')} names release ${twice} twice, which this program never writes. Remove the file and deploy again.`,
    );
}
