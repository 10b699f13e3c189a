import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { importText } from '../import/import-text.ts';
import { renderFinding } from '../import/report.ts';
import { matches, selector } from '../promql.ts';

const file = join(import.meta.dirname, 'examples', 'parcels.yml');

describe("a file of Sloth's", () => {
  it('becomes a service with its owner, tier and objectives', async () => {
    const { services } = importText(await readFile(file, 'utf8'), 'parcels.yml');
    expect(services).to.have.lengthOf(1);
    expect(services[0]).to.deep.include({ name: 'parcels', owner: 'logistics', tier: 2 });
    expect(services[0]?.objectives).to.deep.equal([
      {
        name: 'labels-printed',
        kind: 'availability',
        description: 'labels printed at the first try',
        target: 0.995,
        windowDays: 30,
        events: {
          total: selector('label_prints_total', { job: 'parcels' }),
          bad: selector('label_prints_total', { job: 'parcels', outcome: matches('(jam|empty)') }),
        },
      },
      {
        name: 'tracking-latency',
        kind: 'latency',
        description: 'tracking-latency',
        target: 0.99,
        windowDays: 30,
        events: {
          total: selector('tracking_duration_milliseconds_count', { job: 'parcels' }),
          good: selector('tracking_duration_milliseconds_bucket', { job: 'parcels', le: '400' }),
        },
        thresholdSeconds: 0.4,
      },
    ]);
  });

  it('has what stays behind named: alerting, labels, and that the window is none of its own', async () => {
    const { findings } = importText(await readFile(file, 'utf8'), 'parcels.yml');
    expect(findings.every(({ weight }) => weight === 'note')).to.equal(true);
    expect(findings.map(renderFinding).join('\n'))
      .to.include('slos[0].alerting: stays behind')
      .and.to.include('labels.cost_centre: has no place')
      .and.to.include('30 days are written');
  });

  it('keeps the other objectives when one is raw, a plugin or asks for 100 %', () => {
    const events = {
      error_query: 'sum(rate(x{a="b"}[{{.window}}]))',
      total_query: 'sum(rate(x[{{.window}}]))',
    };
    const slos = [
      { name: 'raw', objective: 99, sli: { raw: { error_ratio_query: 'x' } } },
      { name: 'plugin', objective: 99, sli: { plugin: { id: 'p' } } },
      { name: 'all', objective: 100, sli: { events } },
      { name: 'good', objective: 99.95, sli: { events } },
    ];
    const { services, findings } = importText(
      JSON.stringify({ version: 'prometheus/v1', service: 's', slos }),
      's.json',
    );
    const refused = findings.filter(({ weight }) => weight === 'refused').map(({ path }) => path);
    expect(refused).to.deep.equal(['slos[0].sli.raw', 'slos[1].sli.plugin', 'slos[2].objective']);
    expect(services[0]?.objectives.map(({ name, target }) => [name, target])).to.deep.equal([
      ['good', 0.9995],
    ]);
  });
});
