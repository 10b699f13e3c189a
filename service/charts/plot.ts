/** Where things lie in a chart's picture: the axes, and what is drawn to read them by. */
import { formatInstant, formatTime } from '../pages/format.ts';
import type { ChartData } from './chart-data.ts';
import { formatValue } from './unit.ts';

/** Narrow enough to be read on a phone without zooming; wider screens scale it up. */
export const width = 360;
export const plot = { left: 58, right: 352, top: 22, bottom: 140 } as const;
/** Below the plot: the labels of the time axis. */
export const belowAxis = plot.bottom + 26;
/** Text that is read second. */
export const soft = 'fill="currentColor" fill-opacity=".75"';

export interface Scale {
  /** Seconds since the epoch. */
  readonly from: number;
  readonly to: number;
  readonly top: number;
  /** Of seconds since the epoch. */
  readonly x: (at: number) => number;
  readonly y: (value: number) => number;
}

/** `highest` is the highest value drawn; the axis reaches past it and past every threshold. */
export function scaleOf({ from, to, unit, thresholds }: ChartData, highest: number): Scale {
  const start = Date.parse(from) / 1000;
  const end = Math.max(Date.parse(to) / 1000, start + 1);
  const wanted = Math.max(highest, ...thresholds.map(({ value }) => value * 1.2));
  const ceiling = niceCeiling(wanted);
  // A share of something ends at the whole; a sum of shares, such as CPU time, does not.
  const top = unit === 'percentunit' && wanted <= 1 ? Math.min(1, ceiling) : ceiling;
  return {
    from: start,
    to: end,
    top,
    x: (at) => round(plot.left + ((at - start) / (end - start)) * (plot.right - plot.left)),
    y: (value) => round(plot.bottom - (Math.max(0, value) / top) * (plot.bottom - plot.top)),
  };
}

const daySeconds = 86_400;

export function renderAxes(scale: Scale, unit: ChartData['unit']): string {
  const { from, to, top, x, y } = scale;
  const values = [0, top / 2, top].map((value) => renderGridLine(y(value), formatValue(unit, value)));
  // Room for three labels with their day, for four without.
  const shares = to - from > daySeconds ? [0, 1 / 2, 1] : [0, 1 / 3, 2 / 3, 1];
  const times = shares.map((share) => renderTime(x, from + share * (to - from), to - from));
  return [...values, ...times].join('');
}

function renderGridLine(y: number, label: string): string {
  return (
    `<line x1="${plot.left}" x2="${plot.right}" y1="${y}" y2="${y}" stroke="currentColor" stroke-opacity=".15"/>` +
    `<text x="${plot.left - 6}" y="${y + 4}" text-anchor="end" ${soft}>${label}</text>`
  );
}

function renderTime(x: Scale['x'], at: number, rangeSeconds: number): string {
  const anchor = x(at) <= plot.left ? 'start' : x(at) >= plot.right ? 'end' : 'middle';
  const instant = new Date(at * 1000).toISOString();
  // Over a day the hour alone says nothing: month, day, hour, minute.
  const label = rangeSeconds > daySeconds ? formatInstant(instant).slice(5, 16) : formatTime(instant);
  return `<text x="${x(at)}" y="${plot.bottom + 16}" text-anchor="${anchor}" ${soft}>${label}</text>`;
}

/** The next of 1, 2, 5 times a power of ten. */
export function niceCeiling(value: number): number {
  if (value <= 0) return 0.01;
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 2, 5, 10].find((one) => one * power >= value * (1 - 1e-9)) ?? 10;
  return Number((factor * power).toPrecision(12));
}

export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
