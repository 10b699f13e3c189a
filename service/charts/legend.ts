/** Below a chart: which line is which, its last value and its highest, and what the dashed lines mean. */
import { escapeHtml } from '../pages/html.ts';
import type { ChartData } from './chart-data.ts';
import type { Part } from './marks.ts';
import { plot, soft } from './plot.ts';
import { penOf, renderStroke, summarizeSeries } from './series.ts';
import { describeThresholds } from './threshold-lines.ts';
import { formatValue } from './unit.ts';

const lineHeight = 17;
const left = 8;
const gutter = 18;
/** Names up to this many characters stand in two columns. */
const shortName = 4;
/** What has more is drawn narrower to fit, and beyond this cut. */
const longestEasy = 28;
const longestShown = 38;

export function renderLegend(data: ChartData, top: number): Part {
  const { series, seriesLeftOut } = data;
  const columns = series.length > 1 && series.every(({ name }) => name.length <= shortName) ? 2 : 1;
  const rows = Math.ceil(series.length / columns);
  const columnWidth = (plot.right - left - gutter * (columns - 1)) / columns;
  const rights = Array.from(
    { length: columns },
    (_, column) => left + columnWidth + column * (columnWidth + gutter),
  );
  const heads = series.length === 0 ? [] : rights.map((right) => renderHead(right, top + 10));
  const entries = series.map((_, index) => {
    const right = rights[Math.floor(index / rows)] ?? plot.right;
    return renderEntry(data, index, right - columnWidth, right, top + 10 + ((index % rows) + 1) * lineHeight);
  });
  const notes = [
    ...(seriesLeftOut > 0 ? [`and ${seriesLeftOut} more series`] : []),
    ...describeThresholds(data),
  ];
  const taken = series.length === 0 ? 0 : rows + 1;
  const lines = notes.map(
    (note, index) =>
      `<text x="${left}" y="${top + 10 + (taken + index) * lineHeight}" font-size="10.5" ${soft}>${note}</text>`,
  );
  return {
    svg: [...heads, ...entries, ...lines].join(''),
    height: (taken + notes.length) * lineHeight,
  };
}

const lastColumn = 50;
/** Room for a value such as "100 MiB" or "430 ms". */
const figureWidth = 46;
const nameAt = 23;

function renderHead(right: number, y: number): string {
  return (
    `<text x="${right - lastColumn}" y="${y}" text-anchor="end" font-size="10.5" ${soft}>last</text>` +
    `<text x="${right}" y="${y}" text-anchor="end" font-size="10.5" ${soft}>highest</text>`
  );
}

function renderEntry(data: ChartData, index: number, from: number, right: number, y: number): string {
  const series = data.series[index];
  const summary = series && summarizeSeries(series);
  if (series === undefined || summary === undefined) return '';
  const { name } = series;
  return (
    `<line x1="${from}" x2="${from + 18}" y1="${y - 4}" y2="${y - 4}" ${renderStroke(penOf(index))}/>` +
    `<text x="${from + nameAt}" y="${y}" ${renderFit(name, right - lastColumn - figureWidth - from - nameAt)} fill="currentColor">${escapeHtml(shorten(name))}<title>${escapeHtml(name)}</title></text>` +
    `<text x="${right - lastColumn}" y="${y}" text-anchor="end" fill="currentColor">${formatValue(data.unit, summary.last)}</text>` +
    `<text x="${right}" y="${y}" text-anchor="end" fill="currentColor">${formatValue(data.unit, summary.highest)}</text>`
  );
}

function renderFit(name: string, room: number): string {
  return name.length <= longestEasy ? '' : ` textLength="${room}" lengthAdjust="spacingAndGlyphs"`;
}

/** Cut in the middle: names of one panel begin alike or end alike, hardly ever both. */
function shorten(name: string): string {
  if (name.length <= longestShown) return name;
  const half = Math.floor((longestShown - 1) / 2);
  return `${name.slice(0, half)}…${name.slice(-half)}`;
}

/** For who hears the picture: the same figures in sentences. */
export function describeSeries({ series, seriesLeftOut, unit, gap }: ChartData): string {
  if (series.length === 0) return gap;
  const told = series.flatMap((one) => {
    const summary = summarizeSeries(one);
    if (summary === undefined) return [];
    return [
      `${one.name}: last ${formatValue(unit, summary.last)}, highest ${formatValue(unit, summary.highest)}.`,
    ];
  });
  return [...told, ...(seriesLeftOut > 0 ? [`And ${seriesLeftOut} more series.`] : [])].join(' ');
}
