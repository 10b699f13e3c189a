import { expect } from 'chai';
import { describe, it } from 'mocha';
import { type Events, rawCounters } from './raw-counters.ts';
import { requestsPerSecond, scenarios } from './scenarios.ts';

const end = Date.UTC(2026, 0, 1) / 1000;

describe('thirty days of traffic', () => {
  it('swing 20 to 1 between noon and midnight', () => {
    expect(requestsPerSecond(12 * 3_600) / requestsPerSecond(0)).to.be.closeTo(20, 1e-9);
  });

  const everyGoodCounter = 2 * 30;
  const thoseWithErrors = 2;
  for (const scenario of scenarios.filter(({ service }) => service !== 'noon' && service !== 'night'))
    it(`${scenario.what}: no counter goes back but by a restart, and the truth is what was counted`, () => {
      const { truth, last, resets } = readAll(rawCounters(scenario, end));
      expect(resets).to.equal(scenario.restarts ? everyGoodCounter + thoseWithErrors : 0);
      expect(truth.total).to.equal(52.5 * 30 * 86_400);
      // An hour of running up before the 30 days is in the counters too.
      if (!scenario.restarts) expect(last - truth.total).to.be.within(18_000, 20_000);
    });
});

/** Reads the lines as a scraper would: sums the last values, and counts where one fell. */
function readAll(lines: Generator<string, Events>): { truth: Events; last: number; resets: number } {
  const values = new Map<string, number>();
  let resets = 0;
  for (;;) {
    const next = lines.next();
    if (next.done) {
      const last = [...values.values()].reduce((sum, value) => sum + value, 0);
      return { truth: next.value, last, resets };
    }
    const [series = '', value] = next.value.split(' ');
    if (!series.startsWith('http_requests_total')) continue;
    if (Number(value) < (values.get(series) ?? 0)) resets += 1;
    values.set(series, Number(value));
  }
}
