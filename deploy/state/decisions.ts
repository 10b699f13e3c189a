/** The decisions that a journal tells of: who asked for what, and what was judged or taken over on the way. */
import { z } from 'zod';
import type { JournalEntry } from './journal.ts';

export interface Decision {
  readonly at: string;
  readonly operation: string;
  /** A person's name, or what judged: "the gate". */
  readonly by: string;
  readonly from: { readonly host: string; readonly pid: number } | undefined;
  readonly what: string;
  readonly why: string | undefined;
  readonly overrides: readonly string[];
}

const originSchema = z.object({ host: z.string(), pid: z.number() });
const detailSchema = z.object({
  by: z.string().optional(),
  from: originSchema.optional(),
  release: z.string().optional(),
  reason: z.string().optional(),
  overrides: z.array(z.string()).default([]),
  resumes: z.string().optional(),
  verdict: z.string().optional(),
  reasons: z.array(z.string()).optional(),
  outcome: z.string().optional(),
  sentence: z.string().optional(),
  takenFrom: z
    .object({ by: z.string(), verb: z.string(), since: z.string(), process: z.object({ pid: z.number() }) })
    .optional(),
});

type Detail = z.infer<typeof detailSchema>;

/** Oldest first; steps that decide nothing are left out. */
export function foldDecisions(entries: readonly JournalEntry[]): Decision[] {
  const actors = new Map<string, Pick<Decision, 'by' | 'from'>>();
  return entries.flatMap((entry) => {
    const detail = detailSchema.parse(entry.detail ?? {});
    if (detail.by !== undefined) actors.set(entry.operation, { by: detail.by, from: detail.from });
    const actor = actors.get(entry.operation) ?? { by: entry.verb, from: undefined };
    const decided = decisionIn(entry, detail);
    if (decided === undefined) return [];
    const { at, operation } = entry;
    return [{ at, operation, ...actor, why: detail.reason, overrides: detail.overrides, ...decided }];
  });
}

function decisionIn(
  { verb, phase, step }: JournalEntry,
  detail: Detail,
): (Pick<Decision, 'what'> & Partial<Decision>) | undefined {
  switch (phase) {
    case 'begin':
      return { what: describeBegin(verb, detail) };
    case 'end':
      return { what: `${verb} ${detail.outcome ?? 'ended'}`, why: detail.sentence };
    case 'takeover':
      return { what: describeTakeover(detail) };
    case 'healed':
      return { what: 'cut off a torn line of the journal' };
    case 'intent':
      return undefined;
    case 'done':
    case 'failed':
      return step === 'gate' && detail.verdict !== undefined
        ? { by: 'the gate', what: detail.verdict, why: detail.reasons?.join('; ') }
        : undefined;
  }
}

function describeBegin(verb: string, { release, resumes }: Detail): string {
  if (verb === 'resume') return `resume ${resumes ?? 'without anything cut off'}`;
  if (verb === 'down') return 'take the containers down';
  if (verb === 'watch') return `end the watch of ${release}`;
  return `${verb} ${verb === 'rollback' ? 'to' : 'of'} ${release}`;
}

function describeTakeover({ takenFrom }: Detail): string {
  if (takenFrom === undefined) return 'took over a lock';
  return `took over the lock of a ${takenFrom.verb} by ${takenFrom.by} (pid ${takenFrom.process.pid}) since ${takenFrom.since}, dead`;
}
