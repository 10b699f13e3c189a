import { mkdir } from 'node:fs/promises';
import { describeBytes, describeFreed, totalBytes } from '../release/describe-pruning.ts';
import { free, type Pruning, planPruning } from '../release/prune.ts';
import { requireIdentity } from '../state/identity.ts';
import { appendEntry } from '../state/journal.ts';
import { acquireLock } from '../state/lock.ts';
import { requireSolePointer } from '../state/sole-pointer.ts';
import { targetOf } from '../target-of.ts';
import type { VerbTools } from './carry-out.ts';

export interface PruneOptions {
  /** How many of the newest releases stay, needed or not. */
  readonly keep: number;
  readonly isDryRun: boolean;
  readonly isJson: boolean;
}

/** Frees old releases, dependencies that none of the others needs, and what crashed builds left. */
export async function prune({ keep, isDryRun, isJson }: PruneOptions, tools: VerbTools): Promise<number> {
  const { config, say } = tools;
  const { root, by } = config;
  await requireIdentity(root, config);
  const tell = (pruning: Pruning, sentence: string): void => {
    for (const line of isJson ? [renderJson(pruning, isDryRun)] : describe(pruning, sentence)) say(line);
  };
  if (isDryRun) {
    await requireSolePointer(root);
    const pruning = await planPruning(root, keep);
    tell(pruning, `prune would free ${describeFreed(pruning.freeable)}; nothing was done (--dry-run).`);
    return 0;
  }
  await mkdir(root, { recursive: true });
  const lock = await acquireLock(root, { by, verb: 'prune' });
  try {
    await requireSolePointer(root);
    const at = new Date().toISOString();
    const pruning = await planPruning(root, keep);
    await free(root, pruning.freeable);
    await targetOf(config).freeUnused(config);
    const sentence = `prune freed ${describeFreed(pruning.freeable)}.`;
    // One line when it is done: what was cut off in the middle is found and freed by the next one.
    await appendEntry(root, {
      at,
      operation: `${config.service}-${config.environment}-prune-${at.replace(/[-:.]/g, '')}`,
      verb: 'prune',
      phase: 'end',
      detail: { by, keep, outcome: 'succeeded', sentence, freed: pruning.freeable },
    });
    tell(pruning, sentence);
    return 0;
  } finally {
    await lock.release();
  }
}

function describe({ kept, freeable }: Pruning, sentence: string): string[] {
  return [
    ...[...kept].map(([id, reason]) => `keep  ${id}  ${reason}`),
    ...freeable.map(({ kind, name, sizeBytes }) => `free  ${name}  ${kind}, ${describeBytes(sizeBytes)}`),
    sentence,
  ];
}

function renderJson({ kept, freeable }: Pruning, isDryRun: boolean): string {
  const keeping = [...kept].map(([id, reason]) => ({ id, reason }));
  const summary = { isDryRun, kept: keeping, freed: freeable, freedBytes: totalBytes(freeable) };
  return JSON.stringify(summary, undefined, 2);
}
