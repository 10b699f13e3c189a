import { writeFile } from 'node:fs/promises';

/** Writes a file that is not there yet: what a person has edited since is never replaced. */
export async function writeOnce(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx' });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      throw new Error(`--out ${path}: the file is there already; name another or remove it first.`, {
        cause: error,
      });
    throw new Error(`--out ${path} cannot be written; check that its folder exists and is writable.`, {
      cause: error,
    });
  }
}
