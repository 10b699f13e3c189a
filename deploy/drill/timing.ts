/** What a command's own words tell of its time. */
import type { CommandResult } from '../stand/deploy-stand.ts';
import type { JournalEntry } from '../state/journal.ts';

/** From the command's start until all traffic was on its release; the rest of its time is cleaning up. */
export function secondsUntilServed({ output, seconds }: CommandResult): number {
  const servedAt = /^\[ *([\d.]+) s\] \S+ serves$/m.exec(output)?.[1];
  const endedAt = /^(?:deploy|rollback) .* done in ([\d.]+) s; /m.exec(output)?.[1];
  if (servedAt === undefined || endedAt === undefined)
    throw new Error(`the command does not say when its release served:\n${output}`);
  return seconds - (Number(endedAt) - Number(servedAt));
}

/** How long each step of an operation took, in its order; of one step of a kind there is one. */
export function stepSeconds(
  entries: readonly JournalEntry[],
): readonly { readonly step: string; readonly seconds: number }[] {
  return entries.flatMap(({ phase, step, at }) => {
    const intent = entries.find((entry) => entry.phase === 'intent' && entry.step === step);
    if (phase !== 'done' || step === undefined || intent === undefined) return [];
    return [{ step, seconds: (Date.parse(at) - Date.parse(intent.at)) / 1_000 }];
  });
}

export function medianOf(all: readonly number[]): number {
  return all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN;
}

/** "median 1.2 s, longest 3.4 s of 25". */
export function describeSeconds(all: readonly number[]): string {
  return `median ${medianOf(all).toFixed(1)} s, longest ${Math.max(...all).toFixed(1)} s of ${all.length}`;
}
