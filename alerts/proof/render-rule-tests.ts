/** A file of promtool tests as text. */
import { madeFrom } from '../made-from.ts';
import type { RenderedTest, TestDocument } from './promtool-test.ts';

/** One line a test, as one writes it by hand: a diff shows which tests changed, and each reads without another one. */
export function renderRuleTests({ tests, ...head }: TestDocument, source: string): string {
  const parts = [madeFrom(source)];
  for (const [key, value] of Object.entries(head)) parts.push(`${key}: ${JSON.stringify(value)}\n`);
  parts.push('tests:\n');
  for (const test of tests) pushTest(parts, test);
  return parts.join('');
}

/**
 * Field by field, and joined once: a general writer of YAML or JSON takes twice the time, a text that grows piece by piece
 * is put together again when it is written, and most of what is generated is tests.
 */
function pushTest(parts: string[], { name, interval, input_series, promql_expr_test }: RenderedTest): void {
  parts.push('  - {name: ', quoted(name), ', interval: ', interval, ', input_series: [');
  input_series.forEach(({ series, values }, index) => {
    parts.push(index === 0 ? '' : ', ', '{series: ', quoted(series), ', values: ', quoted(values), '}');
  });
  parts.push('], promql_expr_test: [');
  promql_expr_test.forEach(({ expr, eval_time, exp_samples }, index) => {
    parts.push(index === 0 ? '' : ', ', '{expr: ', quoted(expr), ', eval_time: ', eval_time);
    const samples = exp_samples.map(({ labels, value }) => `{labels: ${quoted(labels)}, value: ${value}}`);
    parts.push(', exp_samples: [', samples.join(', '), ']}');
  });
  parts.push(']}\n');
}

/** Between single quotes PromQL's own need no escape; double ones escape what no line should hold. */
function quoted(text: string): string {
  return /^[ -~]*$/.test(text) ? `'${text.replaceAll("'", "''")}'` : JSON.stringify(text);
}
