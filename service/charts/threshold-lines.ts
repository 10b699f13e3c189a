/** Where a value turns bad: dashed lines, each with its word and value as far as there is room. */
import type { PanelThreshold } from '../panels/panel-definitions.ts';
import type { ChartData } from './chart-data.ts';
import { plot, type Scale, soft } from './plot.ts';
import { formatValue } from './unit.ts';

const strokes: Readonly<Record<PanelThreshold['severity'], string>> = {
  critical: 'stroke="#d92d20" stroke-dasharray="5 4"',
  warning: 'stroke="#b7791f" stroke-dasharray="1.5 3.5"',
};
const lineHeight = 12;

export function renderThresholds({ thresholds, unit }: ChartData, { y }: Scale): string {
  let free: number = plot.top;
  return thresholds
    .toSorted((a, b) => b.value - a.value)
    .map(({ value, severity }) => {
      const at = y(value);
      const text = `${severity} from ${formatValue(unit, value)}`;
      const line = `<line x1="${plot.left}" x2="${plot.right}" y1="${at}" y2="${at}" ${strokes[severity]} stroke-opacity=".8"><title>${text}</title></line>`;
      // The first one above the axis' own labels; of lines that crowd, the highest one gets its label.
      if (at - free < lineHeight) return line;
      free = at;
      return `${line}<text x="${plot.left + 3}" y="${at - 3}" font-size="10.5" ${soft}>${text}</text>`;
    })
    .join('');
}

/** "Dashed: critical from 0.6 %, 1.4 %, 10 %", one sentence for each severity that there is. */
export function describeThresholds({ thresholds, unit }: ChartData): string[] {
  const of = (look: string, wanted: PanelThreshold['severity']) => {
    const values = thresholds.filter(({ severity }) => severity === wanted).map(({ value }) => value);
    const shown = values.toSorted((a, b) => a - b).map((value) => formatValue(unit, value));
    return shown.length === 0 ? [] : [`${look}: ${wanted} from ${shown.join(', ')}`];
  };
  return [...of('Dashed', 'critical'), ...of('Dotted', 'warning')];
}
