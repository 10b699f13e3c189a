/**
 * One panel as one picture: its lines over time, where they turn bad, and on the same axis what happened. Pure: data in,
 * SVG out, with attributes instead of styles, so that it reads the same frozen in a file and in a page, dark or light.
 */
import { formatTime } from '../pages/format.ts';
import { escapeHtml } from '../pages/html.ts';
import type { ChartData, ChartMark } from './chart-data.ts';
import { describeSeries, renderLegend } from './legend.ts';
import { essentialMarks, marksInside, renderFlags, renderLanes, renderRules } from './marks.ts';
import { belowAxis, plot, renderAxes, scaleOf, soft, width } from './plot.ts';
import { highestOf, renderSeries } from './series.ts';
import { describeThresholds, renderThresholds } from './threshold-lines.ts';

export function renderChart(data: ChartData): string {
  const scale = scaleOf(data, highestOf(data));
  const inside = marksInside(data);
  const marks = data.hasLanes ? inside : essentialMarks(inside);
  const happened = data.hasLanes
    ? renderLanes(marks, scale, belowAxis)
    : renderFlags(marks, scale, belowAxis);
  const legend = renderLegend(data, belowAxis + happened.height + 4);
  const height = belowAxis + happened.height + legend.height + 8;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" viewBox="0 0 ${width} ${height}" fill="none" font-family="system-ui, sans-serif" font-size="12">`,
    `<title>${escapeHtml(data.title)}</title><desc>${escapeHtml(describeChart(data, marks))}</desc>`,
    renderAxes(scale, data.unit),
    renderThresholds(data, scale),
    renderRules(marks, scale),
    data.series.length === 0 ? renderGap(data.gap) : renderSeries(data, scale),
    happened.svg,
    legend.svg,
    '</svg>',
  ].join('');
}

/** Cut: the answer of a server can be long; the page says it whole. */
function renderGap(reason: string): string {
  const middle = (plot.left + plot.right) / 2;
  const short = reason.length <= 48 ? reason : `${reason.slice(0, 47)}…`;
  return `<text x="${middle}" y="${(plot.top + plot.bottom) / 2}" text-anchor="middle" ${soft}>${escapeHtml(short)}</text>`;
}

function describeChart(data: ChartData, marks: readonly ChartMark[]): string {
  return [
    describeSeries(data),
    ...describeThresholds(data).map((line) => `${line}.`),
    ...marks.map(({ at, label }) => `${formatTime(at)} ${label}.`),
  ].join(' ');
}
