import { expect } from 'chai';
import { describe, it } from 'mocha';
import { renderChart } from './chart.ts';
import type { ChartData } from './chart-data.ts';

const data: ChartData = {
  title: 'Share of <bad> requests',
  from: '2026-03-01T03:00:00.000Z',
  to: '2026-03-01T03:10:00.000Z',
  stepSeconds: 200,
  unit: 'percentunit',
  isStacked: false,
  series: [{ name: 'now', values: [0, 0.2, 0.4, 0] }],
  seriesLeftOut: 0,
  gap: '',
  thresholds: [],
  marks: [
    { kind: 'alert', at: '2026-03-01T03:05:00.000Z', label: 'Alert "x" & more' },
    { kind: 'note', at: '2026-03-01T03:06:00.000Z', label: 'a note' },
    { kind: 'change', at: '2026-03-01T02:00:00.000Z', label: 'too early' },
  ],
  hasLanes: false,
};

describe('the chart of a panel', () => {
  it('draws each line over the whole axis, topped by a round figure', () => {
    const svg = renderChart(data);
    expect(svg).to.match(/<path d="M58 140L[\d.]+ 92.8L[\d.]+ 45.6L352 140"/);
    expect(svg).to.contain('>50 %<').and.contain('>03:00:00<').and.contain('>03:10:00<');
  });

  it('says beside each line its last value and its highest', () => {
    const svg = renderChart({
      ...data,
      unit: 's',
      series: [{ name: 'p<50>', values: [0.02, 1.4, null, 0.31] }],
    });
    expect(svg).to.contain('>p&lt;50&gt;<').and.contain('>310 ms<').and.contain('>1.4 s<');
    expect(svg).to.contain('<desc>p&lt;50&gt;: last 310 ms, highest 1.4 s.');
  });

  it('leaves a gap where nothing was measured, and makes a lone value a dot', () => {
    const svg = renderChart({ ...data, series: [{ name: 'a', values: [0.1, null, 0.5, 0.5] }] });
    expect(svg).to.match(/<path d="M58 [\d.]+h0M[\d.]+ 22L352 22"/);
  });

  it('stacks parts of a whole', () => {
    const series = ['500', '503'].map((name) => ({ name, values: [10, 10, 10, 10] }));
    const svg = renderChart({ ...data, unit: 'reqps', isStacked: true, series });
    expect(svg).to.contain('>20/s<').and.contain('M58 22L').and.contain('M58 81L');
  });

  it('tells apart by their dashes lines that look alike in colour to some', () => {
    const series = ['a', 'b', 'c'].map((name) => ({ name, values: [0.1] }));
    const strokes = [...renderChart({ ...data, series }).matchAll(/<path[^>]* stroke="[^"]+"[^>]*>/g)];
    const dashes = strokes.map(([path]) => /dasharray="([^"]+)"/.exec(path)?.[1]);
    expect(new Set(dashes).size).to.equal(3);
  });

  it('names every threshold, even where lines crowd', () => {
    const thresholds = [0.001, 0.006, 0.1].map((value) => ({ value, severity: 'critical' as const }));
    const svg = renderChart({ ...data, thresholds });
    expect(svg).to.contain('>Dashed: critical from 0.1 %, 0.6 %, 10 %<');
    expect(svg.match(/font-size="10.5"[^>]*>critical from 10 %</g)).to.have.length(1);
    expect(svg.match(/stroke-dasharray="5 4"/g)).to.have.length(3);
  });

  it('tells how many series it does not show', () => {
    expect(renderChart({ ...data, seriesLeftOut: 12 })).to.contain('and 12 more series');
  });

  it('marks what happened on the same axis, and leaves out what lies outside', () => {
    const svg = renderChart({ ...data, hasLanes: true });
    expect(svg.match(/<circle/g)).to.have.length(2);
    expect(svg).to.contain('<circle cx="205"').and.contain('>runbook<').and.not.contain('too early');
  });

  it('shows without lanes only when it began and ended and what changed, each by its shape', () => {
    const marks = [
      ...data.marks,
      { kind: 'change' as const, at: '2026-03-01T03:04:00.000Z', label: 'deploy of b' },
      { kind: 'alert' as const, at: '2026-03-01T03:05:30.000Z', label: 'Alert y began' },
      { kind: 'alert' as const, at: '2026-03-01T03:09:00.000Z', label: 'alert resolved', isEnd: true },
    ];
    const svg = renderChart({ ...data, marks });
    expect(svg).to.contain('>first alert<').and.contain('>last alert resolved<').and.contain('>change<');
    expect(svg).to.contain('deploy of b').and.not.contain('Alert y').and.not.contain('a note');
  });

  it('tells the same in words, escaped', () => {
    const svg = renderChart(data);
    expect(svg).to.contain('<title>Share of &lt;bad&gt; requests</title>');
    expect(svg).to.contain('now: last 0 %, highest 40 %. 03:05:00 Alert &quot;x&quot; &amp; more.');
  });

  it('says why there is no line', () => {
    const svg = renderChart({ ...data, series: [], marks: [], gap: 'metrics: not available here' });
    expect(svg).to.contain('metrics: not available here').and.not.contain('<path');
  });

  it('names the day where the hour alone would say nothing', () => {
    expect(renderChart({ ...data, to: '2026-03-04T03:00:00.000Z' })).to.contain('>03-04 03:00<');
  });
});
