/** Recognises a classic histogram's bucket as "fast enough". */
import type { Selector } from '../promql.ts';

const secondsPerUnit: Readonly<Record<string, number>> = {
  seconds: 1,
  milliseconds: 0.001,
  ms: 0.001,
  microseconds: 0.000001,
};

/**
 * Seconds within which events end that this selector counts; undefined when it is no bucket of a duration, which is
 * then a plain ratio of events. The note says what a reader must check, since raw selectors declare no buckets.
 */
export function latencyThreshold(good: Selector, note: (reason: string) => void): number | undefined {
  const [edge, ...others] = good.matchers.filter(({ label }) => label === 'le');
  if (!good.metric.endsWith('_bucket') || edge === undefined || edge.op !== '=' || others.length > 0)
    return undefined;
  const bound = Number(edge.value);
  if (!Number.isFinite(bound)) return undefined;
  if (Number.isInteger(bound) && !edge.value.includes('.'))
    note(
      `le="${edge.value}" is matched as it is written; Prometheus 3 stores it as le="${edge.value}.0", so change the value if yours does.`,
    );
  const unit = /_(seconds|milliseconds|ms|microseconds)_bucket$/.exec(good.metric)?.[1];
  const seconds = unit === undefined ? undefined : secondsPerUnit[unit];
  if (seconds === undefined)
    note(
      `${good.metric} names no unit of time; carried as a ratio of events, without a threshold in seconds.`,
    );
  return seconds === undefined ? undefined : Number((bound * seconds).toPrecision(12));
}
