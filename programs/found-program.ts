import type { ProgramName } from './table.ts';

export const sources = ['PATH', 'release archive', 'distribution package', 'built with Go'] as const;
export type Source = (typeof sources)[number];

export interface FoundProgram {
  readonly name: ProgramName;
  readonly version: string;
  /** Where it came from; anything but PATH lies in the tool cache. */
  readonly source: Source;
  readonly path: string;
  /** What it needs in its environment, such as LD_LIBRARY_PATH for libraries that lie beside it. */
  readonly env: Readonly<Record<string, string>>;
  /** Where it must be run for it to find its own files; anywhere when not given. */
  readonly cwd?: string;
}
