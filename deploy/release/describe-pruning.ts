import type { Freeable } from './prune.ts';

/** "3 releases and 1 set of dependencies, 52.1 MB". */
export function describeFreed(freeable: readonly Freeable[]): string {
  const count = (kind: Freeable['kind'], one: string, many: string): string[] => {
    const number = freeable.filter((candidate) => candidate.kind === kind).length;
    return number === 0 ? [] : [`${number} ${number === 1 ? one : many}`];
  };
  const parts = [
    ...count('release', 'release', 'releases'),
    ...count('dependencies', 'set of dependencies', 'sets of dependencies'),
    ...count('compiled', 'set of compiled code', 'sets of compiled code'),
    ...count('incoming', 'remnant of a crashed build', 'remnants of crashed builds'),
  ];
  return parts.length === 0 ? 'nothing' : `${parts.join(', ')}, ${describeBytes(totalBytes(freeable))}`;
}

export function totalBytes(freeable: readonly Freeable[]): number {
  return freeable.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}

export function describeBytes(bytes: number): string {
  return bytes < 1_000_000 ? `${(bytes / 1_000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
