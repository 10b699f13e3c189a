/** Who watches a release after its promotion, as the journal tells it, and whether they still do. Nothing is changed here. */
import { hostname } from 'node:os';
import { z } from 'zod';
import { identify } from '../../programs/process-identity.ts';
import type { JournalEntry } from './journal.ts';
import { holderSchema, isProvenDead } from './lock-owner.ts';

const watcherSchema = z.object({ until: z.iso.datetime(), watcher: holderSchema });

export interface WatchState {
  readonly until: string;
  readonly pid: number;
  readonly host: string;
  /** Whether a release that goes bad is still taken back by itself; never true of a process that is provably dead. */
  readonly isWatching: boolean;
}

/** What the step that leaves the old release standing by writes down. */
export function watchUntil(until: Date): z.infer<typeof watcherSchema> {
  return { until: until.toISOString(), watcher: { host: hostname(), process: identify(process.pid) } };
}

/** The last watch that was begun; undefined where none was, or by an engine that did not write down by whom. */
export function lastWatch(entries: readonly JournalEntry[]): WatchState | undefined {
  const begun = entries.findLast(({ phase, step }) => phase === 'done' && step === 'stand-by');
  const { data } = watcherSchema.safeParse(begun?.detail);
  if (data === undefined) return undefined;
  const { until, watcher } = data;
  const isWatching = Date.now() < Date.parse(until) && !isProvenDead(watcher);
  return { until, pid: watcher.process.pid, host: watcher.host, isWatching };
}
