/**
 * The incident as one picture: the share of bad requests over time, and below it on the same axis what happened.
 * Pure: data in, SVG out, with attributes instead of styles, so that it reads the same frozen in a file and in a page.
 */

import { formatPercent, formatTime } from '../pages/format.ts';
import { escapeHtml } from '../pages/html.ts';

export const markKinds = ['alert', 'change', 'runbook', 'note'] as const;
export type MarkKind = (typeof markKinds)[number];

export interface ChartMark {
  readonly kind: MarkKind;
  readonly at: string;
  readonly label: string;
  /** Drawn hollow: the end of what a filled mark began. */
  readonly isEnd?: boolean;
}

export interface ChartData {
  readonly title: string;
  readonly from: string;
  readonly to: string;
  /** `at` in seconds since the epoch, value 0 to 1. */
  readonly points: readonly { readonly at: number; readonly value: number }[];
  /** Why there is no line, when there is none. */
  readonly gap: string;
  /** Share of bad requests that the objective allows. */
  readonly allowedRatio: number | undefined;
  readonly marks: readonly ChartMark[];
}

const width = 420;
const plot = { left: 62, right: 412, top: 16, bottom: 146 };
const laneHeight = 20;
const height = plot.bottom + 26 + markKinds.length * laneHeight;

const colors: Readonly<Record<MarkKind | 'line', string>> = {
  line: '#d6480f',
  alert: '#d92d20',
  change: '#2477c9',
  runbook: '#2c9a4b',
  note: '#7a868f',
};
const laneNames: Readonly<Record<MarkKind, string>> = {
  alert: 'alerts',
  change: 'changes',
  runbook: 'runbook',
  note: 'notes',
};

export function renderChart(data: ChartData): string {
  const from = Date.parse(data.from) / 1000;
  const to = Math.max(Date.parse(data.to) / 1000, from + 1);
  const x = (at: number) => round(plot.left + ((at - from) / (to - from)) * (plot.right - plot.left));
  const top = niceCeiling(
    Math.max(0, ...data.points.map(({ value }) => value), (data.allowedRatio ?? 0) * 2),
  );
  const y = (value: number) => round(plot.bottom - (value / top) * (plot.bottom - plot.top));
  const points = data.points.filter(({ at }) => at >= from && at <= to);
  const inside = data.marks.filter(({ at }) => Date.parse(at) / 1000 >= from && Date.parse(at) / 1000 <= to);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" viewBox="0 0 ${width} ${height}" fill="none" font-family="system-ui, sans-serif" font-size="12">`,
    `<title>${escapeHtml(data.title)}</title><desc>${escapeHtml(describeChart(data))}</desc>`,
    ...[0, top / 2, top].map((value) => renderGridLine(y(value), formatPercent(value))),
    ...[0, 1 / 3, 2 / 3, 1].map((share) =>
      renderTimeLabel(x(from + share * (to - from)), from + share * (to - from)),
    ),
    data.allowedRatio === undefined ? '' : renderAllowed(y(data.allowedRatio)),
    ...inside.map(({ kind, at }) => renderRule(x(Date.parse(at) / 1000), colors[kind])),
    points.length === 0 ? renderGap(data.gap) : renderLine(points, x, y),
    ...markKinds.map((kind, lane) => renderLane(kind, lane, inside, x)),
    '</svg>',
  ].join('');
}

function describeChart({ points, marks, gap }: ChartData): string {
  const worst = Math.max(0, ...points.map(({ value }) => value));
  const line = points.length === 0 ? gap : `The share of bad requests was at most ${formatPercent(worst)}.`;
  return [line, ...marks.map(({ at, label }) => `${formatTime(at)} ${label}.`)].join(' ');
}

function renderGridLine(y: number, label: string): string {
  return (
    `<line x1="${plot.left}" x2="${plot.right}" y1="${y}" y2="${y}" stroke="currentColor" stroke-opacity=".15"/>` +
    `<text x="${plot.left - 6}" y="${y + 4}" text-anchor="end" fill="currentColor" fill-opacity=".7">${label}</text>`
  );
}

function renderTimeLabel(x: number, at: number): string {
  const anchor = x <= plot.left ? 'start' : x >= plot.right ? 'end' : 'middle';
  const time = formatTime(new Date(at * 1000).toISOString());
  return `<text x="${x}" y="${plot.bottom + 16}" text-anchor="${anchor}" fill="currentColor" fill-opacity=".7">${time}</text>`;
}

function renderAllowed(y: number): string {
  return (
    `<line x1="${plot.left}" x2="${plot.right}" y1="${y}" y2="${y}" stroke="currentColor" stroke-opacity=".55" stroke-dasharray="4 4">` +
    '<title>what the objective allows</title></line>'
  );
}

function renderRule(x: number, color: string): string {
  return `<line x1="${x}" x2="${x}" y1="${plot.top}" y2="${plot.bottom}" stroke="${color}" stroke-opacity=".35"/>`;
}

function renderLine(
  points: ChartData['points'],
  x: (at: number) => number,
  y: (value: number) => number,
): string {
  const path = points
    .map(({ at, value }, index) => `${index === 0 ? 'M' : 'L'}${x(at)} ${y(value)}`)
    .join('');
  return `<path d="${path}" stroke="${colors.line}" stroke-width="2" stroke-linejoin="round"/>`;
}

function renderGap(reason: string): string {
  const middle = (plot.left + plot.right) / 2;
  return `<text x="${middle}" y="${(plot.top + plot.bottom) / 2}" text-anchor="middle" fill="currentColor" fill-opacity=".7">${escapeHtml(reason)}</text>`;
}

function renderLane(
  kind: MarkKind,
  lane: number,
  marks: readonly ChartMark[],
  x: (at: number) => number,
): string {
  const y = plot.bottom + 36 + lane * laneHeight;
  const own = marks.filter((mark) => mark.kind === kind);
  const dots = own.map(
    ({ at, label, isEnd = false }) =>
      `<circle cx="${x(Date.parse(at) / 1000)}" cy="${y - 4}" r="4" stroke="${colors[kind]}" stroke-width="2" fill="${isEnd ? 'none' : colors[kind]}"><title>${escapeHtml(`${formatTime(at)} ${label}`)}</title></circle>`,
  );
  return (
    `<text x="${plot.left - 6}" y="${y}" text-anchor="end" fill="currentColor" fill-opacity=".7">${laneNames[kind]}</text>` +
    `<line x1="${plot.left}" x2="${plot.right}" y1="${y - 4}" y2="${y - 4}" stroke="currentColor" stroke-opacity=".12"/>` +
    dots.join('')
  );
}

/** The next of 1, 2, 5 times a power of ten, at most 100 %. */
function niceCeiling(value: number): number {
  if (value <= 0) return 0.01;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= value) ?? 10;
  return Math.min(1, step * power);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
