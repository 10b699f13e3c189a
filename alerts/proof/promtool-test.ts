/**
 * promtool unit tests as data.
 * https://prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules/
 */

export interface InputSeries {
  readonly series: string;
  /** promtool's notation: `0+1x10`, `_` for a scrape that did not happen, `stale` for one that failed. */
  readonly values: string;
}

export interface Expectation {
  readonly expr: string;
  /** From the test's beginning. */
  readonly atSeconds: number;
  /** The one value without labels; none for an empty result. */
  readonly value: number | undefined;
}

export interface PromtoolTest {
  readonly name: string;
  /** Between two samples; the document's step where it is left out. */
  readonly stepSeconds?: number;
  readonly series: readonly InputSeries[];
  readonly expectations: readonly Expectation[];
}

/** A test as promtool reads it. */
export interface RenderedTest {
  readonly name: string;
  readonly interval: string;
  readonly input_series: readonly InputSeries[];
  readonly promql_expr_test: readonly RenderedExpectation[];
}

export interface RenderedExpectation {
  readonly expr: string;
  readonly eval_time: string;
  readonly exp_samples: readonly { readonly labels: string; readonly value: number }[];
}

/** What promtool reads: its settings, and the tests. */
export interface TestDocument {
  readonly rule_files: readonly string[];
  readonly evaluation_interval: string;
  readonly group_eval_order?: readonly string[];
  readonly tests: readonly RenderedTest[];
}

/** A test file; every group is evaluated, and every series sampled, at this step, or rules more seldom. */
export function testDocument(
  ruleFile: string,
  stepSeconds: number,
  tests: readonly PromtoolTest[],
  evaluationSeconds: number = stepSeconds,
): TestDocument {
  return {
    rule_files: [ruleFile],
    evaluation_interval: `${evaluationSeconds}s`,
    tests: tests.map(({ name, stepSeconds: ownStep = stepSeconds, series, expectations }) => ({
      name,
      interval: `${ownStep}s`,
      input_series: series,
      promql_expr_test: expectations.map(({ expr, atSeconds, value }) => ({
        expr,
        eval_time: `${atSeconds}s`,
        exp_samples: value === undefined ? [] : [{ labels: '{}', value }],
      })),
    })),
  };
}

/** One scrape's outcome: a value, nothing at all (Prometheus was away), or a scrape that failed. */
export type Sample = number | 'away' | 'failed';

/** Samples in promtool's notation; runs of one value, and of steady growth, are folded. */
export function seriesValues(samples: readonly Sample[]): string {
  const parts: string[] = [];
  for (let from = 0; from < samples.length; ) {
    const { text, length } = runAt(samples, from);
    parts.push(text);
    from += length;
  }
  return parts.join(' ');
}

function runAt(samples: readonly Sample[], from: number): { text: string; length: number } {
  const first = samples[from];
  const second = samples[from + 1];
  if (first === 'away' || first === 'failed' || first === undefined) {
    let length = 1;
    while (samples[from + length] === first && from + length < samples.length) length += 1;
    const word = first === 'failed' ? 'stale' : '_';
    // promtool repeats only the gap: `stalex3` is no notation of its.
    return word === '_' && length > 1
      ? { text: `_x${length}`, length }
      : { text: Array.from({ length }, () => word).join(' '), length };
  }
  if (typeof second !== 'number') return { text: String(first), length: 1 };
  const growth = second - first;
  let length = 2;
  for (;;) {
    const next = samples[from + length];
    const last = samples[from + length - 1];
    if (typeof next !== 'number' || typeof last !== 'number' || next - last !== growth) break;
    length += 1;
  }
  return { text: `${first}${growth < 0 ? '-' : '+'}${Math.abs(growth)}x${length - 1}`, length };
}

/** A counter's samples from what came in each step, beginning at `start`. */
export function counterSamples(perStep: readonly number[], start = 0): number[] {
  const samples = [start];
  for (const events of perStep) samples.push((samples.at(-1) ?? 0) + events);
  return samples;
}
