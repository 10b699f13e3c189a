import { setTimeout as pause } from 'node:timers/promises';
import { queryPrometheus, type Sample } from '../../service/evidence/prometheus.ts';
import { type Asked, requirePrometheus } from './question.ts';
import { renderTable } from './table.ts';

export interface PromqlQuestion extends Asked {
  /** An instant query; `$service` and `$environment` stand inside double quotes, `$window` for a duration. */
  readonly promql: string;
  /** Whether the answer must hold a series: a comparison then is a check, and an empty answer its failure. */
  readonly mustHold: boolean;
}

/**
 * Prints the series that the query gives now, the largest first. Exit code 1 when it must hold and gives none by the
 * end of the wait. Throws an Error that names the query when Prometheus does not answer it.
 */
export async function printQuery(question: PromqlQuestion): Promise<number> {
  const { stack, mustHold, waitSeconds, print } = question;
  const promql = fillPlaceholders(question);
  const deadline = performance.now() + (mustHold ? waitSeconds * 1000 : 0);
  for (;;) {
    const samples = await askPrometheus(requirePrometheus(stack), promql);
    if (samples.length > 0 || performance.now() >= deadline) {
      for (const line of describeSamples(samples)) print(line);
      if (mustHold) print(samples.length > 0 ? `holds: ${promql}` : `does NOT hold: ${promql}`);
      else if (samples.length === 0) print(`no series: ${promql}`);
      return mustHold && samples.length === 0 ? 1 : 0;
    }
    await pause(2000);
  }
}

/** The query with its placeholders filled in; any other "$" is the query's own, as in a regular expression. */
export function fillPlaceholders({
  promql,
  stack,
  window,
}: Pick<PromqlQuestion, 'promql' | 'stack' | 'window'>): string {
  if (!/^(\d+(ms|[smhdwy]))+$/.test(window))
    throw new Error(`"${window}" is no Prometheus duration; write it like 5m or 1h30m.`);
  const values: Readonly<Record<string, string>> = {
    service: JSON.stringify(stack.SERVICE).slice(1, -1),
    environment: JSON.stringify(stack.ENVIRONMENT).slice(1, -1),
    window,
  };
  return promql.replace(/\$(service|environment|window)\b/g, (_, name: string) => values[name] ?? '');
}

async function askPrometheus(url: string, promql: string): Promise<Sample[]> {
  try {
    return await queryPrometheus(url, promql);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`the query ${promql} has no answer: ${reason}`, { cause: error });
  }
}

/** A row a series; what is the same in all of them is said once. */
function describeSamples(samples: readonly Sample[]): string[] {
  const [first] = samples;
  if (first === undefined) return [];
  const names = [...new Set(samples.flatMap(({ labels }) => Object.keys(labels)))].sort();
  const isShared = (name: string): boolean =>
    samples.length > 1 && samples.every(({ labels }) => labels[name] === first.labels[name]);
  const shared = names
    .filter((name) => isShared(name) && name !== '__name__')
    .map((name) => `${name}="${first.labels[name]}"`);
  const columns = names.filter((name) => !isShared(name) && !(name === '__name__' && samples.length === 1));
  const rows = samples
    .toSorted((a, b) => (Number.isNaN(a.value) ? 1 : Number.isNaN(b.value) ? -1 : b.value - a.value))
    .map(({ labels, value }) => [describeNumber(value), ...columns.map((name) => labels[name] ?? '')]);
  const table = renderTable(['value', ...columns], rows);
  return shared.length === 0 ? table : [`all of ${shared.join(', ')}`, ...table];
}

function describeNumber(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
}
