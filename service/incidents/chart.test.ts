import { expect } from 'chai';
import { describe, it } from 'mocha';
import { type ChartData, renderChart } from './chart.ts';

const from = '2026-03-01T03:00:00.000Z';
const seconds = Date.parse(from) / 1000;
const data: ChartData = {
  title: 'Share of <bad> requests',
  from,
  to: '2026-03-01T03:10:00.000Z',
  points: [0, 0.2, 0.4, 0].map((value, index) => ({ at: seconds + index * 200, value })),
  gap: '',
  allowedRatio: 0.001,
  marks: [
    { kind: 'alert', at: '2026-03-01T03:05:00.000Z', label: 'Alert "x" & more' },
    { kind: 'change', at: '2026-03-01T02:00:00.000Z', label: 'too early' },
  ],
};

describe('the chart of an incident', () => {
  it('draws the line over the whole axis, topped by a round figure', () => {
    const svg = renderChart(data);
    expect(svg).to.match(/<path d="M62 146L[\d.]+ 94L[\d.]+ 42L412 146"/);
    expect(svg).to.contain('>50 %<').and.contain('>03:00:00<').and.contain('>03:10:00<');
  });

  it('puts a mark where it happened on the same axis, and leaves out what lies outside', () => {
    const svg = renderChart(data);
    expect(svg.match(/<circle/g)).to.have.length(1);
    expect(svg).to.contain('<circle cx="237"');
  });

  it('tells the same in words, escaped', () => {
    const svg = renderChart(data);
    expect(svg).to.contain('<title>Share of &lt;bad&gt; requests</title>');
    expect(svg).to.contain('at most 40 %').and.contain('03:05:00 Alert &quot;x&quot; &amp; more.');
  });

  it('says why there is no line', () => {
    const svg = renderChart({ ...data, points: [], gap: 'metrics: not available here' });
    expect(svg).to.contain('metrics: not available here').and.not.contain('<path');
  });
});
