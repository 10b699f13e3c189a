import { expect } from 'chai';
import { describe, it } from 'mocha';
import { describeDimension } from './dimension.ts';
import { readPromql } from './promql-terms.ts';

const count = 'rate(http_request_duration_seconds_count[5m])';
const sum = 'rate(http_request_duration_seconds_sum[5m])';
const buckets = 'rate(http_request_duration_seconds_bucket[5m])';

describe('what a query measures', () => {
  const measured = (promql: string): string | undefined => {
    const term = readPromql(promql);
    return term.kind === 'fault' ? expect.fail(term.reason) : describeDimension(term);
  };

  it('follows from the names of its metrics and from its operations', () => {
    expect(measured(`sum(${count})`)).to.equal('item/second');
    expect(measured(`sum(${sum}) / sum(${count})`)).to.equal('second/item');
    expect(measured(`histogram_quantile(0.9, sum by (le) (${buckets}))`)).to.equal('second');
    expect(measured(`sum(${count}) / sum(rate(http_requests_total[5m]))`)).to.equal('1');
    expect(measured('100 * (up - 1) / up')).to.equal('1');
    expect(measured('(up / up) * 100')).to.equal('percent');
    expect(measured('rate(process_cpu_seconds_total[5m])')).to.equal('1');
    expect(measured('time() - app_start_time_seconds')).to.equal('second');
    expect(measured('app_start_time_seconds * 1000')).to.equal('millisecond');
    expect(
      measured(
        'histogram_quantile(0.9, sum by (le) (rate(istio_request_duration_milliseconds_bucket[5m]))) / 1000',
      ),
    ).to.equal('second');
    expect(measured('topk(5, process_resident_memory_bytes)')).to.equal('byte');
    expect(measured('rate(node_network_receive_bytes_total[5m])')).to.equal('byte/second');
    expect(measured('count(process_resident_memory_bytes)')).to.equal('item');
    expect(measured('http_requests_in_flight or vector(0)')).to.equal('item');
    expect(measured('process_resident_memory_bytes > bool 5')).to.equal('item');
    expect(measured('quantile(0.5, http_request_duration_seconds_sum)')).to.equal('second');
  });

  it('is left open where nobody can tell', () => {
    expect(measured('some_gauge')).to.equal(undefined);
    expect(measured('some_gauge / up')).to.equal(undefined);
    expect(measured('1 + 2')).to.equal(undefined);
  });
});
