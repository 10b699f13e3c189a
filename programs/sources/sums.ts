import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';

/**
 * The SHA-256 that a release's sums give for a file: lines of `<hash>  <path>`, as sha256sum writes them,
 * or a single bare hash. undefined when it is not listed.
 */
export function findSum(sums: string, fileName: string): string | undefined {
  const lines = sums.split('\n').flatMap((line) => {
    const match = /^([0-9a-f]{64})(?:\s+\*?(.+))?$/i.exec(line.trim());
    return match?.[1] === undefined ? [] : [{ hash: match[1].toLowerCase(), path: match[2] }];
  });
  const [only, second] = lines;
  if (only !== undefined && second === undefined && only.path === undefined) return only.hash;
  return lines.find(({ path }) => path !== undefined && basename(path) === fileName)?.hash;
}

/** Throws when the file is not what the release's sums say it is. */
export async function checkSum(path: string, sums: string, fileName: string): Promise<void> {
  const expected = findSum(sums, fileName);
  if (expected === undefined) throw new Error(`the release's own sums do not list ${fileName}`);
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  const actual = hash.digest('hex');
  if (actual !== expected) {
    throw new Error(
      `${fileName} has the SHA-256 ${actual}, the release's own sums say ${expected}: it was not used`,
    );
  }
}
