import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const tailBytes = 8_192;

const remedies: readonly (readonly [RegExp, string])[] = [
  [
    /address already in use|EADDRINUSE|cannot bind socket|Address in use/i,
    'another program has the port: stop it (ss -ltnp shows it), or start again for another port',
  ],
  [/no space left on device|ENOSPC|disk quota/i, 'the disk is full: free some space and start again'],
  [/read-only file system|EROFS/i, 'the work folder is read-only: use a writable one'],
  [/permission denied|EACCES/i, 'give this user the right to the file named above'],
  [
    /error while loading shared libraries/i,
    'a library is missing: remove this program from the tool cache and run "npm run tools -- --all"',
  ],
  [
    /lock file .* already exists|lock.*(held|unavailable)/i,
    'another one uses the same data folder: stop it first',
  ],
];

/** The end of a log as lines, newest last; empty when there is none. */
export function lastLogLines(logPath: string, count = 5, fromByte = 0): string[] {
  try {
    const file = openSync(logPath, 'r');
    try {
      const size = fstatSync(file).size;
      const start = Math.max(fromByte, size - tailBytes);
      const buffer = Buffer.alloc(Math.max(0, size - start));
      readSync(file, buffer, 0, buffer.length, start);
      return buffer
        .toString('utf8')
        .split('\n')
        .filter((line) => line.trim() !== '')
        .slice(-count);
    } finally {
      closeSync(file);
    }
  } catch {
    return [];
  }
}

/** One sentence on a program that did not come up: what happened, its own last words, its log, what to do. */
export function explainStartFailure(name: string, what: string, logPath: string, fromByte = 0): string {
  const lines = lastLogLines(logPath, 12, fromByte);
  // By the order of the table, not of the log: the first cause is often followed by its consequences.
  const known = remedies
    .map(([pattern, remedy]) => ({ line: lines.findLast((line) => pattern.test(line)), remedy }))
    .find(({ line }) => line !== undefined);
  const lastWords =
    known?.line ?? lines.findLast((line) => /error|fatal|panic|fail/i.test(line)) ?? lines.at(-1);
  return [
    `${name} ${what}`,
    lastWords === undefined ? 'it wrote nothing' : `it said: ${lastWords.slice(0, 400).trim()}`,
    `log: ${logPath}`,
    known?.remedy ?? 'read the log, correct the cause and start again',
  ].join('; ');
}
