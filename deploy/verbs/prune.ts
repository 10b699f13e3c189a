import { whereFrom } from '../origin.ts';
import { describeBytes, describeFreed, totalBytes } from '../release/describe-pruning.ts';
import { free, type Pruning, planPruning } from '../release/prune.ts';
import { requireIdentity } from '../state/identity.ts';
import { appendEntry } from '../state/journal.ts';
import { newOperationId } from '../state/operations.ts';
import { requireSolePointer } from '../state/sole-pointer.ts';
import { targetOf } from '../target-of.ts';
import type { VerbTools } from './carry-out.ts';
import { underLock } from './under-lock.ts';

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
  const decide = async (): Promise<Pruning> => {
    await requireSolePointer(root);
    const pruning = await planPruning(root, keep);
    if (!isJson) for (const line of describe(pruning)) say(line);
    return pruning;
  };
  if (isDryRun) {
    const pruning = await decide();
    const sentence = `prune would free ${describeFreed(pruning.freeable)}; nothing was done (--dry-run).`;
    say(isJson ? renderJson(pruning, { isDryRun, notices: [] }) : sentence);
    return 0;
  }
  const notices: string[] = [];
  // Whoever reads JSON gets one document, with all that there is to say.
  const heard = isJson ? { ...tools, say: (line: string) => notices.push(line) } : tools;
  const pruning = await underLock('prune', heard, async (operations) => {
    const now = new Date();
    const taken = operations.map(({ operation }) => operation);
    const decided = await decide();
    await free(root, decided.freeable);
    await targetOf(config).freeUnused(config);
    const sentence = `prune freed ${describeFreed(decided.freeable)}.`;
    // One line when it is done: what was cut off in the middle is found and freed by the next one.
    await appendEntry(root, {
      at: now.toISOString(),
      operation: newOperationId({ ...config, verb: 'prune' }, now, taken),
      verb: 'prune',
      phase: 'end',
      detail: { by, from: whereFrom(), keep, outcome: 'succeeded', sentence, freed: decided.freeable },
    });
    if (!isJson) say(sentence);
    return decided;
  });
  if (isJson) say(renderJson(pruning, { isDryRun, notices }));
  return 0;
}

function describe({ kept, freeable }: Pruning): string[] {
  return [
    ...[...kept].map(([id, reason]) => `keep  ${id}  ${reason}`),
    ...freeable.map(({ kind, name, sizeBytes }) => `free  ${name}  ${kind}, ${describeBytes(sizeBytes)}`),
  ];
}

function renderJson(
  { kept, freeable }: Pruning,
  about: { readonly isDryRun: boolean; readonly notices: readonly string[] },
): string {
  const keeping = [...kept].map(([id, reason]) => ({ id, reason }));
  const summary = { ...about, kept: keeping, freed: freeable, freedBytes: totalBytes(freeable) };
  return JSON.stringify(summary, undefined, 2);
}
