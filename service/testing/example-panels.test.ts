/** No tests of its own: key panels as they were kept, one with lines, one without any, one that failed. */
import type { FrozenPanels } from '../panels/frozen-panels.ts';

const shown = {
  unit: 'percentunit' as const,
  isStacked: false,
  thresholds: [{ value: 0.1, severity: 'critical' as const }],
  dashboard: '/d/desk-errors?viewPanel=panel-30368',
};

/** `name` is what a label of a series says. */
export function examplePanels(from: Date, name: string): FrozenPanels {
  const to = new Date(from.getTime() + 600_000);
  return {
    status: 'asked',
    askedAt: to.toISOString(),
    from: from.toISOString(),
    to: to.toISOString(),
    stepSeconds: 200,
    panels: [
      {
        ...shown,
        slug: 'objective-availability',
        title: 'Is availability bad enough to page?',
        description: 'A page fires while both windows are over the line.',
        queries: [{ legend: 'now', query: 'sum(bad) / sum(all)' }],
        status: 'found',
        series: [{ name: 'now', values: [0, 0.4, 0.48, 0] }],
        seriesLeftOut: 0,
        failure: '',
      },
      {
        ...shown,
        slug: 'errors-by-release',
        title: 'Did a release bring it?',
        description: 'Only the new release is up here: roll it back.',
        queries: [{ legend: '{{release}}', query: 'sum by (release) (bad)' }],
        status: 'found',
        series: [{ name, values: [0, 0.4, null, 0.02] }],
        seriesLeftOut: 12,
        failure: '',
      },
      {
        ...shown,
        slug: 'error-volume',
        title: 'How many requests fail?',
        description: 'Failed requests a second by status.',
        queries: [{ legend: '{{status}}', query: 'rate(bad)' }],
        status: 'none',
        reason: 'no request failed',
      },
      {
        ...shown,
        slug: 'cpu',
        title: 'Is a process out of CPU?',
        description: 'CPU time by process.',
        queries: [{ legend: '{{instance}}', query: 'rate(cpu)' }],
        status: 'failed',
        reason: 'metrics: http://prometheus/api/v1/query_range did not answer within 3 s',
      },
    ],
  };
}
