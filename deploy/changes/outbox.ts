/** Changes that the desk could not take yet: one JSON line each, oldest first. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '../state/durable-file.ts';
import { hasCode } from '../state/error-code.ts';

export async function readOutbox(root: string): Promise<string[]> {
  const text = await readFile(outboxPath(root), 'utf8').catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return '';
    throw error;
  });
  return text.split('\n').filter((line) => line !== '');
}

export async function writeOutbox(root: string, lines: readonly string[]): Promise<void> {
  if (lines.length === 0) await rm(outboxPath(root), { force: true });
  else await replaceFile(outboxPath(root), `${lines.join('\n')}\n`);
}

function outboxPath(root: string): string {
  return join(root, 'outbox.jsonl');
}
