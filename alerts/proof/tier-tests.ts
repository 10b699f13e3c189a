/** Does a tier's alert fire when it should and at no other time? Recorded windows in, alerts out. */
import { type BurnRateTier, badRatioThreshold, minimumBadEvents } from '../burn-rate.ts';
import { keepFiringFor } from '../burn-rate-alert.ts';
import { durationSeconds } from '../duration.ts';
import { longStep, recordedCount } from '../event-counts.ts';
import { alertName, type Objective } from '../objective.ts';
import { renderPromql } from '../promql.ts';
import { ordinaryScrape, type ServiceDefinition } from '../service-definition.ts';
import { surpriseNeeded, surpriseOf } from '../significance.ts';
import type { Expectation, InputSeries, PromtoolTest } from './promtool-test.ts';
import { environmentOf } from './sample-series.ts';

/** Events in one window. */
interface Count {
  readonly bad: number;
  readonly total: number;
}

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
  const isFiring = expectFiring(objective, tier, environmentOf(objective));
  const scenario = (what: string, long: Count, short: Count, fires: boolean): PromtoolTest => ({
    name: `${service.name} ${objective.name} ${tier.name}: ${what}`,
    series: windowSeries(service, objective, tier, long, short, `x${hold + 2}`),
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
    scenario('is quiet where nothing happened', { bad: 0, total: 0 }, { bad: 0, total: 0 }, false),
    scenario(
      'is quiet after one bad event on a quiet night',
      { bad: 1, total: 1 },
      { bad: 1, total: 1 },
      false,
    ),
    scenario(
      `is quiet with ${minimumBadEvents - 1} bad events, whatever their share`,
      { bad: minimumBadEvents - 1, total: minimumBadEvents - 1 },
      above,
      false,
    ),
    scenario(
      `fires with ${minimumBadEvents} bad events where all have failed`,
      { bad: minimumBadEvents, total: minimumBadEvents },
      above,
      true,
    ),
    ...guardScenarios(objective, tier).map(([what, long, fires]) => scenario(what, long, above, fires)),
    {
      name: `${service.name} ${objective.name} ${tier.name}: holds for ${tier.hold} and goes on for ${keepFiringFor(service)} after its end`,
      series: [...windowSeries(service, objective, tier, above, above, `x${hold} `, `x${keep + 3}`)],
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

/** Two counts with the least share over the threshold: one that chance explains, and the next that it does not. */
function guardScenarios(objective: Objective, tier: BurnRateTier): [string, Count, boolean][] {
  const found = fewestThatFire(objective, tier);
  if (found === undefined) return [];
  return [
    ['is quiet over its threshold where chance explains it', found.explained, false],
    ['fires with the fewest events that chance does not explain', found.unexplained, true],
  ];
}

/** The fewest bad events over the edge that chance does not explain either. */
function beyondChance({ bad, total }: Count, { target }: Objective, tier: BurnRateTier): Count {
  const needed = surpriseNeeded(tier.chanceOfFalse);
  let more = bad + 1;
  while (surpriseOf(more, total, target) <= needed) more += 1;
  return { bad: more, total };
}

interface Edge {
  readonly explained: Count;
  readonly unexplained: Count;
}

/** Undefined where the floor and the threshold leave nothing to the guard. */
function fewestThatFire({ target }: Objective, tier: BurnRateTier): Edge | undefined {
  const threshold = badRatioThreshold(target, tier);
  const needed = surpriseNeeded(tier.chanceOfFalse);
  for (let bad = minimumBadEvents; bad < 10_000; bad += 1) {
    // The most events of which this many are still over the threshold: the least surprising that way.
    const total = Math.ceil(bad / threshold) - 1;
    if (bad / total <= threshold || surpriseOf(bad, total, target) > needed) continue;
    for (let more = bad + 1; ; more += 1)
      if (surpriseOf(more, total, target) > needed)
        return { explained: { bad: more - 1, total }, unexplained: { bad: more, total } };
  }
  return undefined;
}

/** Whole numbers whose share is just the threshold, many enough that no chance explains them. */
function countAtThreshold(threshold: number): Count {
  for (let total = 1_000_000; total <= 1e15; total *= 10) {
    const bad = Math.round(threshold * total);
    if (bad / total === threshold) return { bad, total };
  }
  throw new Error(`no whole number of events is just ${threshold} of another; choose a rounder target.`);
}

function windowSeries(
  service: ServiceDefinition,
  objective: Objective,
  tier: BurnRateTier,
  long: Count,
  short: Count,
  times: string,
  thenClean?: string,
): InputSeries[] {
  const environment = { environment: environmentOf(objective) };
  const series = (what: 'bad' | 'total', window: BurnRateTier['longWindow'], value: number): InputSeries => ({
    series: renderPromql(recordedCount(what, service, objective, window, environment)),
    values: `${value}${times}${thenClean === undefined ? '' : `${what === 'bad' ? 0 : value}${thenClean}`}`,
  });
  return [
    series('bad', tier.longWindow, long.bad),
    series('total', tier.longWindow, long.total),
    series('bad', tier.shortWindow, short.bad),
    series('total', tier.shortWindow, short.total),
  ];
}

function expectFiring(
  objective: Objective,
  tier: BurnRateTier,
  environment: string,
): (fires: boolean, atSeconds: number) => Expectation {
  const expr = `count(ALERTS{alertname="${alertName(objective)}",slo="${objective.name}",tier="${tier.name}",environment="${environment}",severity="${tier.severity}",alertstate="firing"})`;
  return (fires, atSeconds) => ({ expr, atSeconds, value: fires ? 1 : undefined });
}
