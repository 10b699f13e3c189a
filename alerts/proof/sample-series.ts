/** Concrete series that an objective's selectors accept, for tests that feed it. */

import type { CountedEvents, CountedObjective, Objective } from '../objective.ts';
import { type Matcher, renderPromql, type Selector, selector } from '../promql.ts';
import { fixedLabels, isFromScrape } from '../series-labels.ts';

/** The environment that tests feed, wherever the series do not belong to a fixed one; empty where they have none. */
export function environmentOf({ labels }: Objective): string {
  return labels?.environment === null ? '' : (fixedLabels(labels).environment ?? 'test');
}

/** One series that the selector accepts, in that environment. Throws where no value can be thought of. */
export function seriesOf(
  base: Selector,
  { labels }: Objective,
  environment: string,
  /** Labels of the target, beside those that the selector asks for. */
  { instance = 'one', ...others }: Readonly<Record<string, string>> = {},
): string {
  const name = labels?.environment === undefined ? 'environment' : labels.environment;
  return renderPromql(
    selector(base.metric, {
      ...Object.fromEntries(base.matchers.flatMap((matcher) => sampleOf(matcher, base))),
      ...(typeof name === 'string' ? { [name]: environment } : {}),
      instance: valueFor('instance', base) ?? instance,
      job: valueFor('job', base) ?? 'sample',
      ...others,
    }),
  );
}

/** The series of one target that tests feed, rendered: the two counters of `eventCounters`, and the target's `up`. */
export interface FedSeries {
  readonly first: string;
  readonly second: string;
  readonly up: string;
}

/** Asked for once a target and not once a test: most of a test document is the same few series over and over. */
export function fedSeries(
  objective: CountedObjective,
  ofTarget?: Readonly<Record<string, string>>,
): FedSeries {
  const environment = environmentOf(objective);
  const [first, second] = eventCounters(objective.events);
  return {
    first: seriesOf(first, objective, environment, ofTarget),
    second: seriesOf(second, objective, environment, ofTarget),
    up: targetOf(objective.events.total, objective, environment, ofTarget),
  };
}

/** `up` of the target that those series come from. */
function targetOf(
  base: Selector,
  objective: Objective,
  environment: string,
  ofTarget?: Readonly<Record<string, string>>,
): string {
  return seriesOf(
    { ...base, metric: 'up', matchers: base.matchers.filter(({ label }) => isFromScrape(label)) },
    objective,
    environment,
    ofTarget,
  );
}

/**
 * The two counters that make an objective's events: what failed and what did not; or all and what was good.
 * Adding to the first alone is a bad event in both.
 */
export function eventCounters(events: CountedEvents): readonly [Selector, Selector] {
  return 'bad' in events
    ? [events.bad, withoutFailure(events.bad, events.total)]
    : [events.total, events.good];
}

/** A series that the total selects and the bad one does not: what the bad one asks for in addition is left out. */
function withoutFailure(bad: Selector, total: Selector): Selector {
  const isOwn = (matcher: Matcher): boolean =>
    !total.matchers.some(
      ({ label, op, value }) => label === matcher.label && op === matcher.op && value === matcher.value,
    );
  const extra = bad.matchers
    .filter(isOwn)
    .map((matcher): Matcher => ({ label: matcher.label, op: '=', value: refusedBy(matcher) }));
  return { ...total, matchers: [...total.matchers, ...extra] };
}

function refusedBy(matcher: Matcher): string {
  if (matcher.op === '!=') return matcher.value;
  return matcher.op === '!~' ? (valueFor(matcher.label, accepting(matcher)) ?? '') : 'x';
}

function accepting({ label, value }: Matcher): Selector {
  return { kind: 'selector', metric: '', matchers: [{ label, op: '=~', value }] };
}

function valueFor(label: string, { matchers }: Selector): string | undefined {
  const matcher = matchers.find((candidate) => candidate.label === label);
  return matcher === undefined
    ? undefined
    : sampleOf(matcher, { kind: 'selector', metric: '', matchers })[0]?.[1];
}

function sampleOf({ label, op, value }: Matcher, { metric }: Selector): [string, string][] {
  if (op === '=') return [[label, value]];
  const candidates = op === '=~' ? examplesOf(value) : ['/sample', 'x'];
  const fits = (candidate: string): boolean => {
    if (op === '!=') return candidate !== value;
    return new RegExp(`^(?:${value})$`).test(candidate) === (op === '=~');
  };
  const sample = candidates.find(fits);
  if (sample === undefined)
    throw new Error(
      `${metric}: no test value is known for ${label}${op}${JSON.stringify(value)}; write the pattern as alternatives, such as "5.." or "500|503".`,
    );
  return [[label, sample]];
}

/** Values that a simple pattern accepts: "5.." is 500, "500|503" is 500, ".*" anything. */
function examplesOf(pattern: string): string[] {
  return pattern
    .replace(/^\^?\(?(?:\?:)?/, '')
    .split('|')
    .flatMap((alternative) => {
      const plain = alternative.replace(/\)?\$?$/, '');
      return [
        plain,
        plain.replaceAll(/\.[*+]/g, 'x').replaceAll('\\.', '.'),
        plain.replaceAll(/\.[*+]/g, 'x').replaceAll('.', '0'),
        plain.replaceAll(/\[(\^?)(.)[^\]]*\][+*]?/g, '$2').replaceAll('.', '0'),
      ];
    });
}
