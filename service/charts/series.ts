/** The lines of a chart. Each has a colour and a dash of its own, so that no two are told apart by colour alone. */
import type { ChartData, ChartSeries } from './chart-data.ts';
import type { Scale } from './plot.ts';

export interface Pen {
  readonly color: string;
  /** SVG's stroke-dasharray; empty for a whole line. */
  readonly dash: string;
  readonly width: number;
}

/** At least 3 : 1 against the pages' light and dark ground alike. */
const colors = [
  '#2477c9',
  '#d6480f',
  '#0f8f6f',
  '#8f5fd0',
  '#c2478f',
  '#8a7a1a',
  '#1f8fb0',
  '#75808a',
] as const;
const dashes = ['', '7 3', '2 3', '10 3 2 3'] as const;

/** The first line is what the panel is about; the others compare. */
export function penOf(index: number): Pen {
  return {
    color: colors[index % colors.length] ?? colors[0],
    dash: dashes[index % dashes.length] ?? dashes[0],
    width: index === 0 ? 2.2 : 1.7,
  };
}

export function renderStroke({ color, dash, width }: Pen): string {
  return `stroke="${color}" stroke-width="${width}"${dash === '' ? '' : ` stroke-dasharray="${dash}"`}`;
}

export function highestOf({ series, isStacked }: ChartData): number {
  const drawn: readonly { readonly values: ChartSeries['values'] }[] = isStacked ? stack(series) : series;
  return Math.max(0, ...drawn.flatMap(({ values }) => values.map((value) => value ?? 0)));
}

export function renderSeries({ series, isStacked, stepSeconds }: ChartData, scale: Scale): string {
  const x = (index: number) => scale.x(scale.from + index * stepSeconds);
  if (!isStacked)
    // The first one last, on top of the others.
    return series
      .map(({ values }, index) => renderPath(values, x, scale.y, penOf(index)))
      .toReversed()
      .join('');
  return stack(series)
    .map(({ values, floor }, index) => renderArea({ values, floor }, x, scale.y, penOf(index)))
    .join('');
}

interface Stacked {
  readonly values: ChartSeries['values'];
  /** What each value stands upon. */
  readonly floor: readonly number[];
}

/** Each upon the ones before; what has no value adds none. */
function stack(series: readonly ChartSeries[]): Stacked[] {
  const sums: number[] = [];
  return series.map(({ values }) => {
    const floor = values.map((_, index) => sums[index] ?? 0);
    for (const [index, value] of values.entries()) sums[index] = (floor[index] ?? 0) + (value ?? 0);
    return { floor, values: values.map((value, index) => (value === null ? null : (sums[index] ?? null))) };
  });
}

type Place = (of: number) => number;

function renderPath(values: ChartSeries['values'], x: Place, y: Place, pen: Pen): string {
  const path = runsOf(values)
    .map(({ begin, run }) => {
      const steps = run.map((value, index) => `${index === 0 ? 'M' : 'L'}${x(begin + index)} ${y(value)}`);
      // A value alone between gaps is a dot.
      return run.length === 1 ? `${steps.join('')}h0` : steps.join('');
    })
    .join('');
  return `<path d="${path}" ${renderStroke(pen)} stroke-linejoin="round" stroke-linecap="round"/>`;
}

/** Filled down to what it stands upon. */
function renderArea({ values, floor }: Stacked, x: Place, y: Place, pen: Pen): string {
  const area = runsOf(values)
    .map(({ begin, run }) => {
      const above = run.map((value, index) => `${x(begin + index)} ${y(value)}`);
      const below = run.map((_, index) => `${x(begin + index)} ${y(floor[begin + index] ?? 0)}`);
      return `M${[...above, ...below.toReversed()].join('L')}Z`;
    })
    .join('');
  return `<path d="${area}" fill="${pen.color}" fill-opacity=".25"/>${renderPath(values, x, y, pen)}`;
}

/** A gap stays a gap: a line across it would claim what nobody measured. */
function runsOf(values: ChartSeries['values']): { begin: number; run: number[] }[] {
  const runs: { begin: number; run: number[] }[] = [];
  let isOpen = false;
  for (const [index, value] of values.entries()) {
    if (value !== null && isOpen) runs.at(-1)?.run.push(value);
    else if (value !== null) runs.push({ begin: index, run: [value] });
    isOpen = value !== null;
  }
  return runs;
}

export interface SeriesSummary {
  readonly last: number;
  readonly highest: number;
}

/** undefined for a series without any value. */
export function summarizeSeries({ values }: ChartSeries): SeriesSummary | undefined {
  const there = values.filter((value) => value !== null);
  const last = there.at(-1);
  return last === undefined ? undefined : { last: round5(last), highest: round5(Math.max(...there)) };
}

function round5(value: number): number {
  return Number(value.toPrecision(5));
}
