/** The operations that a journal tells of: what each was to do and how it ended. Nothing runs here. */
import { z } from 'zod';
import type { JournalEntry } from './journal.ts';

export interface OperationRecord {
  readonly operation: string;
  readonly verb: string;
  readonly release: string | undefined;
  readonly previous: string | undefined;
  readonly by: string | undefined;
  readonly startedAt: string;
  readonly reason: string | undefined;
  readonly overrides: readonly string[];
  /** The operation that this one ended in the place of a process that was killed. */
  readonly resumes: string | undefined;
  /** The gate's, where it judged. */
  readonly verdict: string | undefined;
  /** `cut off` while there is no end: a crash, or it is still under way. */
  readonly outcome: 'succeeded' | 'failed' | 'cut off';
  /** Where it was cut off: "at gate" or "after canary". */
  readonly place: string | undefined;
  /** By a clock that nobody can set; not known of what was cut off. */
  readonly seconds: number | undefined;
  readonly sentence: string | undefined;
}

const beginSchema = z.object({
  by: z.string().optional(),
  release: z.string().optional(),
  previous: z.string().optional(),
  reason: z.string().optional(),
  overrides: z.array(z.string()).default([]),
  resumes: z.string().optional(),
});
const endSchema = z.object({
  outcome: z.enum(['succeeded', 'failed']).default('failed'),
  sentence: z.string().optional(),
  seconds: z.number().optional(),
});
const verdictSchema = z.object({ verdict: z.string().optional() });

/** Oldest first. */
export function foldOperations(entries: readonly JournalEntry[]): OperationRecord[] {
  const byOperation = Map.groupBy(
    entries.filter(({ phase }) => phase !== 'takeover' && phase !== 'healed'),
    ({ operation }) => operation,
  );
  return [...byOperation.values()].flatMap((own) => {
    const first = own[0];
    const last = own.at(-1);
    return first === undefined || last === undefined ? [] : [foldOperation(own, first, last)];
  });
}

function foldOperation(
  own: readonly JournalEntry[],
  first: JournalEntry,
  last: JournalEntry,
): OperationRecord {
  const { operation, verb, at: startedAt } = first;
  // Pruning writes one line, when it is done.
  const begin = beginSchema.parse((own.find(({ phase }) => phase === 'begin') ?? first).detail ?? {});
  const ended = own.find(({ phase }) => phase === 'end');
  const end = ended === undefined ? undefined : endSchema.parse(ended.detail ?? {});
  const judged = own.find(({ step, phase }) => step === 'gate' && phase !== 'intent');
  return {
    operation,
    verb,
    startedAt,
    release: begin.release,
    previous: begin.previous,
    by: begin.by,
    reason: begin.reason,
    overrides: begin.overrides,
    resumes: begin.resumes,
    verdict: verdictSchema.parse(judged?.detail ?? {}).verdict,
    outcome: end?.outcome ?? 'cut off',
    place: end === undefined ? placeOf(last) : undefined,
    seconds: end?.seconds,
    sentence: end?.sentence,
  };
}

function placeOf({ phase, step }: JournalEntry): string {
  return phase === 'begin' ? 'at its beginning' : `${phase === 'intent' ? 'at' : 'after'} ${step}`;
}

/**
 * Operations that have no end and that nobody has ended for them, oldest first. A resume that succeeded has ended all
 * that was open before it. What a `down` of the containers left undone only another one can do.
 */
export function openOperations(operations: readonly OperationRecord[]): OperationRecord[] {
  const lastResume = operations.findLastIndex(
    ({ verb, outcome }) => verb === 'resume' && outcome === 'succeeded',
  );
  return operations
    .slice(lastResume + 1)
    .filter(({ verb, outcome }) => verb !== 'down' && outcome === 'cut off');
}

/** Whether it may be in the middle of this step still, as far as the journal knows. */
export function isCutOffAt({ place }: OperationRecord, step: string): boolean {
  return place === `at ${step}`;
}

/** "succeeded", "cut off at gate". */
export function describeOutcome({ outcome, place }: OperationRecord): string {
  return place === undefined ? outcome : `${outcome} ${place}`;
}

/** The time of the operation, for sorting by eye, and a number where that is taken: a clock may be set back. */
export function newOperationId(
  of: { readonly service: string; readonly environment: string; readonly verb: string },
  now: Date,
  taken: readonly string[],
): string {
  const base = `${of.service}-${of.environment}-${of.verb}-${now.toISOString().replace(/[-:.]/g, '')}`;
  let id = base;
  for (let number = 2; taken.includes(id); number += 1) id = `${base}-${number}`;
  return id;
}
