import { dirname, join } from 'node:path';

const repositoryRoot = dirname(dirname(import.meta.dirname));

/** Configuration that native servers and containers share. */
export function sharedConfig(fileName: string): string {
  return join(repositoryRoot, 'deploy', 'observability', fileName);
}
