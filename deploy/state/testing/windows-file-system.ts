/**
 * What Windows does otherwise, on top of this machine's files, so that the state code can be held to it here:
 * no file replaces or removes one that somebody has open, no folder is opened, a read-only handle syncs nothing, an
 * appending one cuts nothing, names have no ":" and the like, and links may be had or not.
 */
import { basename } from 'node:path';
import { type FileSystem, nodeFileSystem, type OpenFile } from '../file-system.ts';

export interface WindowsFileSystem extends FileSystem {
  /** Opens a file as a scanner does, without letting others replace it; the result lets go. */
  readonly hold: (path: string) => () => void;
  /** Names of the operations that were refused, in order. */
  readonly refused: readonly string[];
}

export function windowsFileSystem({ hasLinks }: { readonly hasLinks: boolean }): WindowsFileSystem {
  const openCounts = new Map<string, number>();
  const refused: string[] = [];
  const count = (path: string, change: number): void => {
    openCounts.set(path, (openCounts.get(path) ?? 0) + change);
  };
  const refuse = (code: string, operation: string, path: string): never => {
    refused.push(`${code} ${operation} ${basename(path)}`);
    throw Object.assign(new Error(`${code}: operation not permitted, ${operation} '${path}'`), { code });
  };
  const requireName = (operation: string, path: string): void => {
    if (/[:<>"|?*]|[. ]$/.test(basename(path))) refuse('EINVAL', operation, path);
  };
  const requireClosed = (code: string, operation: string, path: string): void => {
    if ((openCounts.get(path) ?? 0) > 0) refuse(code, operation, path);
  };

  return {
    refused,
    hold: (path) => {
      count(path, 1);
      return () => count(path, -1);
    },
    open: async (path, flags) => {
      requireName('open', path);
      const file = await nodeFileSystem.open(path, flags);
      if ((await file.stat()).isDirectory()) {
        await file.close();
        return refuse('EISDIR', 'open', path);
      }
      count(path, 1);
      return {
        appendFile: (data) => file.appendFile(data),
        writeFile: (data) => file.writeFile(data),
        read: file.read.bind(file),
        stat: file.stat.bind(file),
        sync: async () => (flags === 'r' ? refuse('EPERM', 'fsync', path) : file.sync()),
        truncate: async (size) =>
          flags.startsWith('a') ? refuse('EPERM', 'ftruncate', path) : file.truncate(size),
        close: async () => {
          count(path, -1);
          await file.close();
        },
      } satisfies OpenFile;
    },
    readText: async (path) => {
      count(path, 1);
      try {
        return await nodeFileSystem.readText(path);
      } finally {
        count(path, -1);
      }
    },
    rename: async (from, to) => {
      requireName('rename', to);
      requireClosed('EBUSY', 'rename', from);
      requireClosed('EPERM', 'rename', to);
      await nodeFileSystem.rename(from, to);
    },
    link: async (existing, path) => {
      requireName('link', path);
      if (!hasLinks) refuse('EPERM', 'link', path);
      await nodeFileSystem.link(existing, path);
    },
    remove: async (path) => {
      requireClosed('EBUSY', 'unlink', path);
      await nodeFileSystem.remove(path);
    },
  };
}
