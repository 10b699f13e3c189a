/** The measurement itself, on small data in a real Prometheus: what it counts must be what there is to count. */
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { importSamples } from '../engine/blocks.ts';
import { sampleLine, seriesName } from '../engine/open-metrics.ts';
import { inScratch } from '../engine/scratch.ts';
import { measurePass, samplesPerPass, samplesPerRuleTime } from './one-pass.ts';
import { recordedHistory } from './recorded-history.ts';

const end = Date.UTC(2026, 0, 1) / 1000;

const set = {
  maker: 'test',
  resultLabels: {},
  groups: [
    {
      name: 'often',
      intervalSeconds: 30,
      rules: [
        { name: 'raw', record: 'test:raw', expr: 'sum(rate(requests_total[10m]))', labels: { slo: 'a' } },
      ],
    },
    {
      name: 'seldom',
      intervalSeconds: 300,
      rules: [{ name: 'day', record: 'test:day', expr: 'sum_over_time(test:raw[59m59s])', labels: {} }],
    },
  ],
};

function* requests(): Generator<string> {
  for (let time = end - 1_200 + 7; time < end; time += 30)
    for (const instance of ['a', 'b', 'c'])
      yield sampleLine(seriesName('requests_total', { instance }), time - end + 1_200, time);
}

describe('one pass of all rules', () => {
  it('counts every sample in the windows, and weighs a group by its interval', async function () {
    this.timeout(60_000);
    const costs = await inScratch('bench-test', async ({ runDir, serve }) => {
      await importSamples(runDir, 'raw', requests());
      await importSamples(runDir, 'recorded', recordedHistory(set, end));
      return measurePass((await serve()).url, set, end);
    });
    // Three series with 20 scrapes in 10 minutes, and 120 recorded samples in an hour.
    expect(costs.map(({ samples }) => samples)).to.deep.equal([60, 120]);
    expect(samplesPerPass(costs)).to.equal(180);
    expect(samplesPerRuleTime(costs)).to.equal(60 + 12);
  });

  it('refuses a rule that finds nothing to record', async function () {
    this.timeout(60_000);
    const failure = await inScratch('bench-test', async ({ serve }) =>
      measurePass((await serve()).url, set, end).catch((error: unknown) => error),
    );
    expect(String(failure)).to.include('test: raw in often finds nothing to record');
  });
});
