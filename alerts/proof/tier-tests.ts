/** Does a tier's alert fire when it should and at no other time? Recorded windows in, alerts out. */
import { type BurnRateTier, badRatioThreshold, minimumBadEvents } from '../burn-rate.ts';
import { keepFiringFor } from '../burn-rate-alert.ts';
import { type Duration, durationSeconds } from '../duration.ts';
import { type EventKind, longStep, recordedCount } from '../event-counts.ts';
import { type Count, chanceEdges, isFloorNeeded } from '../firing-clauses.ts';
import { alertName, type Objective } from '../objective.ts';
import { renderPromql } from '../promql.ts';
import { ordinaryScrape, type ServiceDefinition } from '../service-definition.ts';
import { fewestBeyondChance } from '../significance.ts';
import { decisiveCounts, type GuardPlace } from './guard-counts.ts';
import type { Expectation, InputSeries, PromtoolTest } from './promtool-test.ts';
import { environmentOf } from './sample-series.ts';

/** The step that a tier is looked at, in seconds. */
export function stepOf(service: ServiceDefinition, tier: BurnRateTier): number {
  return durationSeconds(tier.level === 'long' ? longStep : (service.scrape ?? ordinaryScrape).interval);
}

export function tierTests(
  service: ServiceDefinition,
  objective: Objective,
  tier: BurnRateTier,
): PromtoolTest[] {
  const step = stepOf(service, tier);
  const hold = Math.ceil(durationSeconds(tier.hold) / step);
  const keep = Math.ceil(durationSeconds(keepFiringFor(service)) / step);
  const edge = countAtThreshold(badRatioThreshold(objective.target, tier));
  const above = beyondChance(edge, objective, tier);
  const under = { bad: Math.round(edge.bad * 95), total: edge.total * 100 };
  const isFiring = expectFiring(objective, tier, environmentOf(objective));
  const feed = windowFeed(service, objective, tier);
  const scenario = (what: string, long: Count, short: Count, fires: boolean): PromtoolTest => ({
    name: `${service.name} ${objective.name} ${tier.name}: ${what}`,
    series: feed(long, short, `x${hold + 2}`),
    expectations: [isFiring(fires, (hold + 1) * step)],
  });
  return [
    scenario('fires over its threshold in both windows', above, above, true),
    scenario('is quiet at its threshold in the long window', edge, above, false),
    scenario('is quiet at its threshold in the short window', above, edge, false),
    scenario('is quiet where the long window alone has failed', above, { bad: 0, total: above.total }, false),
    scenario(
      'is quiet where the short window alone has failed',
      { bad: 0, total: above.total },
      above,
      false,
    ),
    scenario('is quiet just under its threshold in the long window, however many', under, above, false),
    scenario('is quiet just under its threshold in the short window, however many', above, under, false),
    scenario(
      'is quiet where far fewer failed than may',
      { bad: minimumBadEvents, total: edge.total },
      above,
      false,
    ),
    scenario('is quiet where nothing happened', { bad: 0, total: 0 }, { bad: 0, total: 0 }, false),
    scenario(
      'is quiet after one bad event on a quiet night',
      { bad: 1, total: 1 },
      { bad: 1, total: 1 },
      false,
    ),
    ...[...floorScenarios(objective, tier), ...guardScenarios(objective, tier)].map(([what, long, fires]) =>
      scenario(what, long, above, fires),
    ),
    {
      name: `${service.name} ${objective.name} ${tier.name}: holds for ${tier.hold} and goes on for ${keepFiringFor(service)} after its end`,
      series: feed(above, above, `x${hold} `, `x${keep + 3}`),
      expectations: [
        ...(hold === 0 ? [] : [isFiring(false, (hold - 1) * step)]),
        isFiring(true, hold * step),
        // The condition ends at hold + 1, and the alert a whole `keep_firing_for` after that.
        isFiring(true, (hold + 1) * step),
        ...(keep === 1 && step >= durationSeconds(keepFiringFor(service))
          ? []
          : [isFiring(true, (hold + keep) * step)]),
        isFiring(false, (hold + keep + 2) * step),
      ],
    },
  ];
}

/** Recorded counts are exact. */
export function guardPlace(target: number, tier: BurnRateTier): GuardPlace {
  return {
    target,
    chanceOfFalse: tier.chanceOfFalse,
    threshold: badRatioThreshold(target, tier),
    fewestBad: isFloorNeeded(target, tier) ? minimumBadEvents : 1,
    slack: 0,
  };
}

/** Over the threshold, what chance explains and what it does not. */
function guardScenarios({ target }: Objective, tier: BurnRateTier): [string, Count, boolean][] {
  if (chanceEdges(target, tier).length === 0) return [];
  return decisiveCounts(guardPlace(target, tier)).map(({ bad, total, fires }) => [
    fires
      ? `fires with ${bad} bad of ${total}, which chance does not explain`
      : `is quiet with ${bad} bad of ${total}, over its threshold, which chance explains`,
    { bad, total },
    fires,
  ]);
}

/** The floor alone: where all have failed, chance explains nothing. */
function floorScenarios({ target }: Objective, tier: BurnRateTier): [string, Count, boolean][] {
  if (!isFloorNeeded(target, tier)) return [];
  const all = (count: number): Count => ({ bad: count, total: count });
  return [
    [`is quiet with ${minimumBadEvents - 1} bad events of as many`, all(minimumBadEvents - 1), false],
    [`fires with ${minimumBadEvents} bad events of as many`, all(minimumBadEvents), true],
  ];
}

/** The fewest bad events over the edge that chance does not explain either. */
function beyondChance({ bad, total }: Count, { target }: Objective, tier: BurnRateTier): Count {
  return { bad: fewestBeyondChance(bad, total, target, tier.chanceOfFalse), total };
}

/** Whole numbers whose share is just the threshold, many enough that no chance explains them. */
function countAtThreshold(threshold: number): Count {
  for (let total = 1e9; total <= 1e15; total *= 10) {
    const bad = Math.round(threshold * total);
    if (bad / total === threshold) return { bad, total };
  }
  throw new Error(`no whole number of events is just ${threshold} of another; choose a rounder target.`);
}

/** Writes what both windows of the tier hold, so many times; and then that nothing fails any more. */
function windowFeed(
  service: ServiceDefinition,
  objective: Objective,
  tier: BurnRateTier,
): (long: Count, short: Count, times: string, thenClean?: string) => InputSeries[] {
  const environment = { environment: environmentOf(objective) };
  const name = (what: EventKind, window: Duration): string =>
    renderPromql(recordedCount(what, service, objective, window, environment));
  const names = [tier.longWindow, tier.shortWindow].map((window) => ({
    bad: name('bad', window),
    total: name('total', window),
  }));
  return (long, short, times, thenClean) =>
    names.flatMap(({ bad, total }, index) => {
      const count = index === 0 ? long : short;
      const values = (value: number, later: number): string =>
        `${value}${times}${thenClean === undefined ? '' : `${later}${thenClean}`}`;
      return [
        { series: bad, values: values(count.bad, 0) },
        { series: total, values: values(count.total, count.total) },
      ];
    });
}

function expectFiring(
  objective: Objective,
  tier: BurnRateTier,
  environment: string,
): (fires: boolean, atSeconds: number) => Expectation {
  const expr = `count(ALERTS{alertname="${alertName(objective)}",slo="${objective.name}",tier="${tier.name}",environment="${environment}",severity="${tier.severity}",alertstate="firing"})`;
  return (fires, atSeconds) => ({ expr, atSeconds, value: fires ? 1 : undefined });
}
