import type { ChangePart } from './evidence.ts';

/** A change further back than this is no suspect, only history. */
const lookBackSeconds = 24 * 3600;

interface DatedChange {
  readonly id: string;
  readonly kind: string;
  readonly release: string;
  readonly previousRelease: string | null;
  readonly status: string;
  readonly startedAt: string;
  readonly by: string;
  readonly summary: string;
}

/** The latest change that started before the incident. It is the first to look at; nothing says that it is the cause. */
export function suspectChange(changes: readonly DatedChange[], incidentAt: string): ChangePart {
  const query = 'changes of the same service and environment, 24 h before the incident';
  const candidates = changes
    .map((change) => ({ change, secondsBefore: secondsBetween(change.startedAt, incidentAt) }))
    .filter(({ secondsBefore }) => secondsBefore >= 0 && secondsBefore <= lookBackSeconds)
    .toSorted((a, b) => a.secondsBefore - b.secondsBefore);
  const [latest] = candidates;
  if (latest === undefined) return { status: 'none', query, reason: 'changes: none in the 24 h before' };
  const { id, kind, release, previousRelease, status, startedAt, by, summary } = latest.change;
  const { secondsBefore } = latest;
  return {
    status: 'found',
    query,
    change: { id, kind, release, previousRelease, status, startedAt, by, summary, secondsBefore },
  };
}

function secondsBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 1000);
}
