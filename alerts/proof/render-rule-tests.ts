/** A file of promtool tests as text. */
import { madeFrom } from '../made-from.ts';
import type { RenderedTest, TestDocument } from './promtool-test.ts';

/** One line a test, as one writes it by hand: a diff shows which tests changed, and each reads without another one. */
export function renderRuleTests({ tests, ...head }: TestDocument, source: string): string {
  const fields = Object.entries(head).map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`);
  return `${madeFrom(source)}${fields.join('')}tests:\n${tests.map(renderTest).join('')}`;
}

/** Field by field: a general writer of YAML or JSON takes twice the time, and most of what is generated is tests. */
function renderTest({ name, interval, input_series, promql_expr_test }: RenderedTest): string {
  const series = input_series.map(
    (input) => `{series: ${quoted(input.series)}, values: ${quoted(input.values)}}`,
  );
  const expectations = promql_expr_test.map(({ expr, eval_time, exp_samples }) => {
    const samples = exp_samples.map(({ labels, value }) => `{labels: ${quoted(labels)}, value: ${value}}`);
    return `{expr: ${quoted(expr)}, eval_time: ${eval_time}, exp_samples: [${samples.join(', ')}]}`;
  });
  return `  - {name: ${quoted(name)}, interval: ${interval}, input_series: [${series.join(', ')}], promql_expr_test: [${expectations.join(', ')}]}\n`;
}

/** Between single quotes PromQL's own need no escape; double ones escape what no line should hold. */
function quoted(text: string): string {
  return /^[ -~]*$/.test(text) ? `'${text.replaceAll("'", "''")}'` : JSON.stringify(text);
}
