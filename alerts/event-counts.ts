/**
 * The recorded event counts of an objective, in two levels.
 *
 * **Base**: how many events came in the last interval, exactly. A counter's increments from one evaluation to the next
 * telescope: added up over a window they are what the counter grew by, with nothing extrapolated and nothing averaged.
 *
 * - A counter that fell was reset and counts from zero.
 * - A scrape that failed loses nothing: the last value of up to four intervals ago is the one to count from.
 * - A target that goes is counted to its last scrape, also where it was marked as gone before anybody looked.
 * - A series that is born on a target that was already scraped counts from zero: its first error is an error. On a target
 *   that is new to Prometheus nobody knows when its events happened, so they do not count; nor do those of a series that
 *   is merely back, which was there with no more events five minutes, an hour or a day ago.
 * - Bad events are filled with zero wherever there is a total: 0/0 never gets into a window.
 * - Everything is read one scrape timeout late. Prometheus stamps a sample when its scrape begins and stores it when it
 *   ends; a target whose scrape was under way at each evaluation would otherwise never be counted at all.
 *
 * **Long**: the base added up over five minutes. Windows of hours and days are added up from these, so they never touch
 * raw series, whatever their number, and every window is weighted by events. The window of the whole budget is
 * recorded once an hour, for its course; what is left of it now is asked for when somebody wants to know.
 */
import { type BurnRateTier, burnRateTiers, burnRateWindows } from './burn-rate.ts';
import { composedDuration, type Duration, durationOf, durationSeconds } from './duration.ts';
import type { FreshnessEvents, Objective, RawEvents } from './objective.ts';
import {
  binary,
  binaryOn,
  call,
  chain,
  type Expr,
  number,
  offsetBy,
  overRange,
  raw,
  type Selector,
  selector,
} from './promql.ts';
import { aggregateLogically, isFromScrape, presentLabels } from './series-labels.ts';
import type { ScrapeSetting, ServiceDefinition } from './service-definition.ts';

export type EventKind = 'bad' | 'total';

/** Alerts are told apart by environment: a staging release that burns must not hide production, or page as it. */
const dimensions = ['environment'] as const;

/** The step of the long level: fine enough for a window of 30 minutes, coarse enough for 90 days. */
export const longStep = '5m' as const satisfies Duration;

/** Intervals without a sample of a series after which it is forgotten, and starts again from nothing. */
const forgottenAfter = 4;

/** How often the window of the whole budget is recorded. */
export const budgetStep = '1h' as const satisfies Duration;

/** Where a series without a last value is looked for before it is taken for new: one sample each. */
export const lookedBack = ['5m', '1h', '1d'] as const satisfies readonly Duration[];

/** Windows that the tiers of a level read; shortest first, each once. */
export function windowsOf(
  level: BurnRateTier['level'],
  tiers: readonly BurnRateTier[] = burnRateTiers,
): Duration[] {
  return burnRateWindows(tiers.filter((tier) => tier.level === level)).sort(
    (a, b) => durationSeconds(a) - durationSeconds(b),
  );
}

/** The window that the error budget is for. */
export function budgetWindow({ windowDays }: Pick<Objective, 'windowDays'>): Duration {
  return `${windowDays}d`;
}

/** The name under which a count over this window is recorded. */
export function countMetric(what: EventKind, window: Duration): string {
  return `slo:${what}_events:increase${window}`;
}

/** The recorded count of events of one objective, for rules and boards. */
export function recordedCount(
  what: EventKind,
  service: Pick<ServiceDefinition, 'name'>,
  objective: Pick<Objective, 'name'>,
  window: Duration,
  only: Readonly<Record<string, string>> = {},
): Selector {
  return selector(countMetric(what, window), { service: service.name, slo: objective.name, ...only });
}

/**
 * The same for people to look at. The long level has its first value up to five minutes after Prometheus started; until
 * then all the history that there is lies within the last hour, which the base knows.
 */
export function shownCount(
  what: EventKind,
  service: Pick<ServiceDefinition, 'name'>,
  objective: Objective,
  window: Duration,
  only: Readonly<Record<string, string>> = {},
): Expr {
  const recorded = recordedCount(what, service, objective, window, only);
  const ofBase = windowsOf('base');
  const longest = ofBase.at(-1);
  if (longest === undefined || ofBase.includes(window)) return recorded;
  return binary(recorded, 'or', recordedCount(what, service, objective, longest, only));
}

/** The events of the whole budget window until now, counted when it is asked: two series of one sample in five minutes. */
export function budgetCount(
  what: EventKind,
  service: Pick<ServiceDefinition, 'name'>,
  objective: Objective,
  only: Readonly<Record<string, string>> = {},
): Expr {
  const window = budgetWindow(objective);
  const counted = countOver(what, window, longStep, recordedCount(what, service, objective, window, only));
  const longest = windowsOf('base').at(-1) ?? longStep;
  return binary(counted, 'or', recordedCount(what, service, objective, longest, only));
}

/** How many events of this kind came in the last interval: 0, not absent, where the service is there and idle. */
export function baseCount(
  what: EventKind,
  service: ServiceDefinition,
  objective: Objective,
  scrape: ScrapeSetting,
): Expr {
  const { events } = objective;
  const counted = (base: Selector): Expr => aggregate('sum', eventsSince(base, scrape), objective);
  const recordedTotal = aggregate('sum', recordedCount('total', service, objective, scrape.interval), {
    ...objective,
    labels: recordedLabels(objective),
  });
  const orZero = (expr: Expr): Expr => binary(expr, 'or', binary(recordedTotal, '*', number(0)));
  if (what === 'total') {
    if ('total' in events) return counted(events.total);
    if ('rawTotal' in events) return rawCount('rawTotal', events, objective, scrape);
    return aggregate('count', 'success' in events ? events.success : events.completedAt, objective);
  }
  if ('bad' in events) return orZero(counted(events.bad));
  // Where everything fails from the start, no success has ever been counted.
  if ('good' in events)
    return call('clamp_min', binary(recordedTotal, '-', orZero(counted(events.good))), number(0));
  if ('success' in events)
    return orZero(aggregate('count', binary(events.success, '==', number(0)), objective));
  if ('completedAt' in events) return orZero(aggregate('count', isStale(events), objective));
  return orZero(rawCount('rawBad', events, objective, scrape));
}

/** Recorded counts added up over a window, from the level below. */
export function countOver(what: EventKind, window: Duration, from: Duration, where: Selector): Expr {
  return call('sum_over_time', overRange({ ...where, metric: countMetric(what, from) }, exactRange(window)));
}

/**
 * A range that holds exactly `window / step` samples that are `step` apart, wherever they lie: a whole window would
 * hold one more on a Prometheus 2, whose ranges include both ends, whenever a sample lies on its edge.
 */
export function exactRange(window: Duration): string {
  return `${composedDuration(durationSeconds(window) - 1)}999ms`;
}

function eventsSince(base: Selector, { interval, timeout }: ScrapeSetting): Expr {
  const late = durationSeconds(timeout);
  const before = durationOf(late + durationSeconds(interval));
  const memory = durationOf(forgottenAfter * durationSeconds(interval));
  const within = (range: string, ago: Duration, series: Selector): Expr =>
    call('last_over_time', offsetBy(overRange(series, range), ago));
  const latest = (series: Selector): Expr => within(exactRange(interval), timeout, series);
  const last = (series: Selector): Expr => within(memory, before, series);
  const now = latest(base);
  const targets = targetsOf(base);
  const wasScraped = binary(last(targets), '==', number(1));
  // A target that was relabelled shows its old counters under new names, for a while beside the old ones.
  const isNewTarget = binary(latest(targets), 'unless', last(targets));
  // Less than it was then is a restart in between, after which it is new indeed.
  const returned = lookedBack.map((ago) => binary(now, '>=', offsetBy(base, ago)));
  const target = ['instance', 'job'];
  const newborn = chain('unless', now, ...returned);
  return chain(
    'or',
    binary(binary(now, '-', last(base)), '>=', number(0)),
    binary(now, '<', last(base)),
    // Only a series without a last value gets here: one that has it is in one of the two before.
    binaryOn(binaryOn(newborn, 'and', target, wasScraped), 'unless', target, isNewTarget),
  );
}

/** `up` of the targets that expose these series: narrowed by what the scrape itself puts on every series. */
function targetsOf({ matchers }: Selector): Selector {
  return {
    kind: 'selector',
    metric: 'up',
    matchers: matchers.filter(({ label }) => isFromScrape(label)),
  };
}

function isStale({ completedAt, maxAgeSeconds }: FreshnessEvents): Expr {
  return binary(binary(call('time'), '-', completedAt), '>', number(maxAgeSeconds));
}

/** Read over two intervals, which is the least that `increase` works on, and halved. */
function rawCount(
  which: keyof RawEvents,
  events: RawEvents,
  objective: Objective,
  { interval }: ScrapeSetting,
): Expr {
  const window = durationOf(2 * durationSeconds(interval));
  return binary(
    aggregate(
      'sum',
      raw(events[which].replaceAll('$window', window).replaceAll('$step', interval)),
      objective,
    ),
    '/',
    number(2),
  );
}

function aggregate(op: 'sum' | 'count', expr: Expr, { labels }: Pick<Objective, 'labels'>): Expr {
  return aggregateLogically(op, dimensions, expr, labels);
}

/** A recorded series carries logical names; what the raw series could not tell apart is not asked of it either. */
function recordedLabels({ labels }: Objective): NonNullable<Objective['labels']> {
  return presentLabels(dimensions, labels).length === 0 ? { environment: null } : {};
}
