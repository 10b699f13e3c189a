/** One look of the watch: what ends it, and what could not be seen. */
import type { CountedObjective } from '../../alerts/objective.ts';
import { readReleaseCounts } from '../gate/release-counts.ts';
import type { ArmedWatch, WatchEnd } from './armed-watch.ts';
import { askInTime } from './ask-in-time.ts';
import { CountHistory } from './count-history.ts';
import { fastBurn } from './fast-burn.ts';

/** What the watch does not know this time: "has no figures of A". */
export interface Blindness {
  readonly what: string;
  readonly why: string;
}

export interface Look {
  readonly end: WatchEnd | undefined;
  readonly blind: readonly Blindness[];
}

/** As long as Prometheus is given. */
const answerMs = 5_000;

/** A look never throws, and is over when its slowest question has had its time. */
export function lookout(watch: ArmedWatch): () => Promise<Look> {
  const { objectives, release, bornAt } = watch;
  const histories = objectives.map((objective) => ({ objective, history: new CountHistory(bornAt) }));
  const supersession = probe(watch.supersession, 'cannot tell which release is current');
  const ailment = probe(watch.ailment, `cannot tell whether ${release} still runs`);
  const standbyLoss = probe(watch.standbyLoss, 'cannot tell whether the old release still stands by');
  return async () => {
    const [illness, loss] = await Promise.all([ailment(), standbyLoss()]);
    // Whose process ended is bad without figures, and every user waits.
    const counts =
      illness.told === undefined
        ? await Promise.all(histories.map((history) => readBurn(history, watch)))
        : [];
    // Last: whoever ends a process by a rollback has moved the pointer before.
    const successor = await supersession();
    // A release that is bad is taken back without a standby too; one that is no longer current is not ours to take back.
    const burns = [illness, ...counts].flatMap(({ told }) => told ?? []);
    const end: WatchEnd | undefined =
      successor.told !== undefined
        ? { kind: 'superseded', reason: successor.told }
        : burns.length > 0
          ? { kind: 'burning', reason: burns.join('; ') }
          : loss.told !== undefined
            ? { kind: 'unbacked', reason: loss.told }
            : undefined;
    return { end, blind: [successor, illness, loss, ...counts].flatMap(({ blind }) => blind ?? []) };
  };
}

interface Answer {
  readonly told?: string | undefined;
  readonly blind?: Blindness;
}

function probe(ask: () => Promise<string | undefined>, what: string): () => Promise<Answer> {
  const inTime = askInTime(ask, answerMs);
  return async () =>
    inTime().then(
      (told) => ({ told }),
      (error: unknown) => ({ blind: { what, why: error instanceof Error ? error.message : String(error) } }),
    );
}

async function readBurn(
  { objective, history }: { readonly objective: CountedObjective; readonly history: CountHistory },
  { environment, release, prometheusUrl }: ArmedWatch,
): Promise<Answer> {
  const scope = { environment, releases: [release] };
  const { of, missing = 'no series' } = await readReleaseCounts(prometheusUrl, objective, scope);
  const counted = of.get(release);
  if (counted === undefined) return { blind: { what: `has no figures of ${release}`, why: missing } };
  const now = Date.now();
  history.add(now, counted);
  return { told: fastBurn(objective, history, now) };
}
