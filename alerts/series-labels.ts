/**
 * What a service's series call the things that rules, boards and evidence speak of. The desk's own series carry the
 * logical names; a mesh or a cluster has its own. Everything that leaves a rule carries the logical names.
 */
import { targetLabels } from '../service/signals.ts';
import { aggregate, call, type Expr, type LabelCondition, narrow, type Selector, text } from './promql.ts';

export type LogicalLabel = 'environment' | 'route' | 'method' | 'release' | 'instance';

/** A label's name in the series; `{ value }` where all series are of one (an environment); null where there is none. */
export type SeriesLabel = string | { readonly value: string } | null;

/** Only what differs: a logical label that is not named here is called so in the series too. */
export type SeriesLabels = { readonly [L in LogicalLabel]?: SeriesLabel };

/** The same series, narrowed by logical labels; what the series cannot tell apart does not narrow. */
export function narrowLogically(
  base: Selector,
  only: Readonly<Record<string, LabelCondition | undefined>>,
  labels: SeriesLabels = {},
): Selector {
  const named = Object.entries(only).flatMap(([logical, condition]) => {
    const name = nameInSeries(logical, labels);
    return name === undefined ? [] : [[name, condition] as const];
  });
  return narrow(base, Object.fromEntries(named));
}

/** `op by (...) (arg)` whose result carries logical labels, whatever the series call them. */
export function aggregateLogically(
  op: 'sum' | 'max' | 'min' | 'count' | 'avg',
  by: readonly string[],
  arg: Expr,
  labels: SeriesLabels = {},
): Expr {
  const inSeries = by.flatMap((logical) => {
    const name = nameInSeries(logical, labels);
    return name === undefined ? [] : [{ logical, name }];
  });
  const grouped = aggregate(
    op,
    inSeries.map(({ name }) => name),
    arg,
  );
  const foreign = inSeries.filter(({ logical, name }) => logical !== name);
  if (foreign.length === 0) return grouped;
  const renamed = foreign.reduce<Expr>(
    (vector, { logical, name }) =>
      call('label_replace', vector, text(logical), text('$1'), text(name), text('(.*)')),
    grouped,
  );
  return aggregate(
    op === 'count' ? 'sum' : op,
    inSeries.map(({ logical }) => logical),
    renamed,
  );
}

/** The logical labels of these that a result of `aggregateLogically` carries. */
export function presentLabels(by: readonly string[], labels: SeriesLabels = {}): string[] {
  return by.filter((logical) => nameInSeries(logical, labels) !== undefined);
}

/** Labels that a rule has to attach because the series do not carry them: a fixed environment. */
export function fixedLabels(labels: SeriesLabels = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(labels).flatMap(([logical, label]) =>
      typeof label === 'object' && label !== null ? [[logical, label.value]] : [],
    ),
  );
}

/** Labels that scrapes put on every series, by this repository's targets or by Kubernetes' usual relabelling. */
const scrapeLabels: ReadonlySet<string> = new Set([
  ...targetLabels,
  'namespace',
  'pod',
  'container',
  'cluster',
]);

/** Whether a target carries it on all of its series, `up` among them. */
export function isFromScrape(label: string): boolean {
  return scrapeLabels.has(label);
}

function nameInSeries(logical: string, labels: SeriesLabels): string | undefined {
  const label = isLogical(logical) ? labels[logical] : undefined;
  if (label === undefined) return logical;
  return typeof label === 'string' ? label : undefined;
}

const logicalLabels: ReadonlySet<string> = new Set<LogicalLabel>([
  'environment',
  'route',
  'method',
  'release',
  'instance',
]);

function isLogical(label: string): label is LogicalLabel {
  return logicalLabels.has(label);
}
