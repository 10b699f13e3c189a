/** The file operations that the state of a deployment rests on: a seam, so that a test can put another platform's there. */
import { type FileHandle, link, open, readFile, rename, rm } from 'node:fs/promises';

export type OpenFile = Pick<
  FileHandle,
  'appendFile' | 'close' | 'read' | 'stat' | 'sync' | 'truncate' | 'writeFile'
>;

export interface FileSystem {
  readonly open: (path: string, flags: string) => Promise<OpenFile>;
  readonly readText: (path: string) => Promise<string>;
  readonly rename: (from: string, to: string) => Promise<void>;
  /** A second name for a file, which not every file system can give. */
  readonly link: (existing: string, path: string) => Promise<void>;
  /** What is not there is removed already. */
  readonly remove: (path: string) => Promise<void>;
}

export const nodeFileSystem: FileSystem = {
  open,
  readText: (path) => readFile(path, 'utf8'),
  rename,
  link,
  remove: (path) => rm(path, { force: true }),
};
