import { dirname } from 'node:path';
import { hasCode } from './error-code.ts';
import { type FileSystem, nodeFileSystem } from './file-system.ts';
import { whenLetGo } from './patience.ts';

/**
 * Replaces a file so that a reader, also one after a crash, sees the old text or the new one, never a part.
 * The contents are made durable before the name is: the other order can leave an empty file behind. What a crash leaves
 * aside is overwritten by the next writer; of writers there is one, the holder of the lock.
 */
export async function replaceFile(
  path: string,
  text: string,
  files: FileSystem = nodeFileSystem,
): Promise<void> {
  const aside = `${path}.0.tmp`;
  try {
    const file = await files.open(aside, 'w');
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await whenLetGo(path, () => files.rename(aside, path));
  } catch (error) {
    await files.remove(aside);
    throw error;
  }
  await syncFolder(dirname(path), files);
}

/** Makes renames inside a folder durable, where the platform can: Windows opens no folder, some file systems sync none. */
export async function syncFolder(path: string, files: FileSystem = nodeFileSystem): Promise<void> {
  try {
    const folder = await files.open(path, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch (error) {
    if (!hasCode(error, 'EPERM', 'EISDIR', 'EINVAL', 'ENOTSUP')) throw error;
  }
}
