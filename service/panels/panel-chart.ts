/** A kept panel as a chart, with what happened on its axis. */
import type { ChartData, ChartMark } from '../charts/chart-data.ts';
import type { FrozenPanel, FrozenPanels } from './frozen-panels.ts';

/** The panel that leads, with a lane for each kind of mark; without it, only what happened, and why there is no line. */
export function leadChart(frozen: FrozenPanels, title: string, marks: readonly ChartMark[]): ChartData {
  const lead = leadOf(frozen);
  if (lead !== undefined)
    return { ...panelChart(frozen, lead, marks), title: `${lead.title} ${title}`, hasLanes: true };
  const gap = frozen.status === 'asked' ? 'metrics: no panel shows this' : frozen.reason;
  return { ...emptyChart(frozen, marks), title, gap, hasLanes: true };
}

export function leadOf(frozen: FrozenPanels): FrozenPanel | undefined {
  return frozen.status === 'asked' ? frozen.panels[0] : undefined;
}

export function panelChart(frozen: FrozenPanels, panel: FrozenPanel, marks: readonly ChartMark[]): ChartData {
  const { title, unit, isStacked, thresholds } = panel;
  const found =
    panel.status === 'found'
      ? { series: panel.series, seriesLeftOut: panel.seriesLeftOut }
      : { gap: panel.reason };
  return { ...emptyChart(frozen, marks), title, unit, isStacked, thresholds, ...found };
}

function emptyChart(frozen: FrozenPanels, marks: readonly ChartMark[]): ChartData {
  const { from, to } = frozen;
  return {
    title: '',
    from,
    to,
    stepSeconds: frozen.status === 'asked' ? frozen.stepSeconds : 1,
    unit: 'percentunit',
    isStacked: false,
    series: [],
    seriesLeftOut: 0,
    gap: '',
    thresholds: [],
    marks,
    hasLanes: false,
  };
}
