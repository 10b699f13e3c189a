/** The whole way from raw counters to a page, for the tiers that are looked at with every scrape. */
import { type BurnRateTier, badRatioThreshold, burnRateTiers, minimumBadEvents } from '../burn-rate.ts';
import { keepFiringFor } from '../burn-rate-alert.ts';
import { durationSeconds } from '../duration.ts';
import { alertName, type CountedObjective, isCounted, type Objective } from '../objective.ts';
import type { ServiceDefinition } from '../service-definition.ts';
import { surpriseNeeded, surpriseOf } from '../significance.ts';
import {
  counterSamples,
  type Expectation,
  type InputSeries,
  type PromtoolTest,
  type Sample,
  seriesValues,
} from './promtool-test.ts';
import { type FedSeries, fedSeries } from './sample-series.ts';
import { stepOf } from './tier-tests.ts';

/** What comes in each scrape interval. */
interface Traffic {
  readonly bad: number;
  readonly good: number;
}

export function endToEndTests(service: ServiceDefinition, objective: Objective): PromtoolTest[] {
  if (!isCounted(objective)) return [];
  return burnRateTiers
    .filter((tier) => tier.level === 'base')
    .flatMap((tier) => tierIncidents(service, objective, tier));
}

function tierIncidents(
  service: ServiceDefinition,
  objective: CountedObjective,
  tier: BurnRateTier,
): PromtoolTest[] {
  const step = stepOf(service, tier);
  const steps = durationSeconds(tier.longWindow) / step;
  const keep = durationSeconds(keepFiringFor(service)) / step;
  const events = 1_000_000;
  const fed = fedSeries(objective);
  const share = badRatioThreshold(objective.target, tier);
  const traffic = (ratio: number): Traffic => ({
    bad: Math.round(events * ratio),
    good: events - Math.round(events * ratio),
  });
  const fires = (isFiring: boolean, atStep: number): Expectation => ({
    expr: `count(ALERTS{alertname="${alertName(objective)}",slo="${objective.name}",tier="${tier.name}",alertstate="firing"})`,
    atSeconds: atStep * step,
    value: isFiring ? 1 : undefined,
  });
  const test = (
    what: string,
    perStep: readonly Traffic[],
    expectations: readonly Expectation[],
    change?: Change,
  ): PromtoolTest => ({
    name: `${service.name} ${objective.name} ${tier.name}, from raw counters: ${what}`,
    series: feed(objective, fed, perStep, change),
    expectations,
  });
  const clean = repeat({ bad: 0, good: events }, steps);
  // The window is full, and some; a count is seen one step after its scrape.
  const full = steps + 4;
  const end = full + 1;
  const recovery = Math.ceil(durationSeconds(tier.shortWindow) / step) + keep + 3;
  const quiet: Traffic = { bad: 0, good: 1 };
  const fewest = fewestOfAll(objective.target, tier);
  // The quickest tier is walked through everything that can go wrong on the way; the others share that way.
  const isQuickest = burnRateTiers.every(
    ({ longWindow }) => durationSeconds(longWindow) >= durationSeconds(tier.longWindow),
  );
  const incidents = [
    test(
      'fires over its threshold and not long after the recovery',
      [
        ...repeat(traffic(Math.min(1, share * 1.05)), full),
        ...repeat({ bad: 0, good: events }, recovery + 1),
      ],
      [fires(true, end), fires(false, end + recovery)],
    ),
    test('is quiet just below its threshold', repeat(traffic(share * 0.95), full), [fires(false, end)]),
    test(
      'fires when everything fails after a clean time',
      [...clean, ...repeat({ bad: events, good: 0 }, steps / 4 + 4)],
      [fires(true, Math.floor(steps + steps / 4 + 4))],
    ),
  ];
  if (!isQuickest) return incidents;
  return [
    ...incidents,
    test(
      'fires when everything has failed from the start',
      repeat({ bad: events, good: 0 }, full),
      [fires(true, end)],
      { withoutGood: true },
    ),
    test(
      'one failed request on a quiet night pages nobody',
      [...repeat(quiet, 10), { bad: 1, good: 0 }, ...repeat(quiet, 10)],
      [11, 12, 13, 15].map((at) => fires(false, at)),
    ),
    test(
      'a restart of the service pages nobody',
      [...clean, ...repeat({ bad: 0, good: 3 }, steps)],
      [steps + 2, steps + 3, 2 * steps].map((at) => fires(false, at)),
      { restartAt: steps },
    ),
    test('fires through a restart', repeat(traffic(Math.min(1, share * 1.3)), full), [fires(true, end)], {
      restartAt: steps,
    }),
    test(
      'fires through failed scrapes',
      repeat(traffic(Math.min(1, share * 1.3)), full),
      [fires(true, end)],
      { failedAt: [steps + 1, steps + 2] },
    ),
    // A histogram's first event brings all its series: nothing is born later there.
    ...('bad' in objective.events
      ? [
          test(
            `a first failure that comes late counts from its first: fires with ${fewest} of ${fewest}`,
            [...repeat({ bad: 0, good: 0 }, 3), { bad: fewest, good: 0 }, ...repeat({ bad: 0, good: 0 }, 3)],
            [fires(true, 5)],
            { firstIsBornAt: 4 },
          ),
        ]
      : []),
  ];
}

/** How few events fire the tier when all of them have failed. */
function fewestOfAll(target: number, tier: BurnRateTier): number {
  let count = minimumBadEvents;
  while (surpriseOf(count, count, target) <= surpriseNeeded(tier.chanceOfFalse)) count += 1;
  return count;
}

interface Change {
  /** The process starts anew after this scrape: its counters begin at zero. */
  readonly restartAt?: number;
  readonly failedAt?: readonly number[];
  /** No success was ever counted, so its series does not exist. */
  readonly withoutGood?: boolean;
  /** The series of failures (or of all events) does not exist before this scrape. */
  readonly firstIsBornAt?: number;
}

function feed(
  { events }: CountedObjective,
  fed: FedSeries,
  perStep: readonly Traffic[],
  change: Change = {},
): InputSeries[] {
  const counts = perStep.map(({ bad, good }) => ('bad' in events ? [bad, good] : [bad + good, good]));
  const samples = (which: 0 | 1): Sample[] => {
    const all = counterSamples(counts.map((pair) => pair[which] ?? 0));
    const beforeRestart = change.restartAt === undefined ? 0 : (all[change.restartAt] ?? 0);
    return all.map((value, index): Sample => {
      if (change.failedAt?.includes(index)) return 'failed';
      if (which === 0 && index < (change.firstIsBornAt ?? 0)) return 'away';
      return change.restartAt !== undefined && index > change.restartAt ? value - beforeRestart : value;
    });
  };
  const up = Array.from({ length: perStep.length + 1 }, (_, index) =>
    change.failedAt?.includes(index) ? 0 : 1,
  );
  return [
    { series: fed.first, values: seriesValues(samples(0)) },
    ...(change.withoutGood ? [] : [{ series: fed.second, values: seriesValues(samples(1)) }]),
    { series: fed.up, values: seriesValues(up) },
  ];
}

function repeat(traffic: Traffic, times: number): Traffic[] {
  return Array.from({ length: Math.max(0, Math.ceil(times)) }, () => traffic);
}
