import { expect } from 'chai';
import { describe, it } from 'mocha';
import { samples, scrapeSeconds, seriesNames } from './desk-series.ts';
import { thousandCounters, thousandInAll } from './service-size.ts';

describe('the desk that boards are measured with', () => {
  it('exports each series once', () => {
    const names = seriesNames(thousandCounters);
    expect(new Set(names).size).to.equal(names.length);
  });

  it('has the size that its name says', () => {
    expect(seriesNames(thousandInAll).length).to.be.within(900, 1300);
    const requests = seriesNames(thousandCounters).filter((name) => name.startsWith('http_requests_total{'));
    expect(requests).to.have.length(1000);
  });

  it('is scraped over the hour that is shown and before it, up to the end', () => {
    const lines = [...samples(['up'], 10_000)];
    expect(lines.length * scrapeSeconds).to.be.within(3_600, 10_000);
    expect(Number(lines.at(-1)?.trim().split(' ').at(-1))).to.be.within(10_000 - scrapeSeconds, 10_000);
  });
});
