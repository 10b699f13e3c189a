import { expect } from 'chai';
import { describe, it } from 'mocha';
import { badRatioThreshold } from './burn-rate.ts';
import { desk } from './catalog/desk.ts';
import { serviceNamed } from './catalog.ts';
import { durationSeconds } from './duration.ts';
import { badRatio } from './objective-queries.ts';
import { binary, number, renderPromql, select } from './promql.ts';
import {
  assertDefinition,
  availabilityObjective,
  defineService,
  latencyObjective,
} from './service-definition.ts';

describe('defineService', () => {
  it('refuses an objective of 100 %, which leaves no budget', () => {
    const objective = availabilityObjective({ requests: 'httpRequests', of: {}, failed: {}, target: 1 });
    expect(() => defineService({ ...desk, objectives: [objective] })).to.throw(
      'target 1 must lie between 0 and 1',
    );
  });

  it('refuses two objectives of one name, an empty owner and a name that cannot be a label', () => {
    const [first] = desk.objectives;
    expect(() => defineService({ ...desk, objectives: [first, first] })).to.throw(
      '"availability" is there twice',
    );
    expect(() => assertDefinition({ ...desk, owner: ' ' })).to.throw('owner is empty');
    expect(() => defineService({ ...desk, name: 'My Shop' })).to.throw('service "My Shop"');
  });

  it('refuses a latency threshold between two bucket edges, and names the edges', () => {
    const between = {
      durations: 'httpRequestDuration',
      of: {},
      thresholdSeconds: 0.3,
      target: 0.99,
    } as const;
    expect(() => latencyObjective(between)).to.throw('0.3 s is no bucket edge; take one of 0.005, 0.01');
  });

  it('does not compile with a label or a signal that is not declared', () => {
    // @ts-expect-error "stauts" is no label of the signal
    select('httpRequests', { stauts: '500' });
    // @ts-expect-error a counter has no buckets
    select('httpRequests', { le: '0.5' });
    // @ts-expect-error no such signal
    expect(() => select('httpRequest')).to.throw();
  });
});

describe('catalog', () => {
  it('names what there is when asked for what is not', () => {
    expect(() => serviceNamed('shop')).to.throw('no service "shop" in the catalog; there is desk');
  });
});

describe('PromQL rendering', () => {
  it('puts every nested operation in brackets and quotes values', () => {
    const product = binary(binary(number(1), '+', number(2)), '*', number(3));
    expect(renderPromql(product)).to.equal('(1 + 2) * 3');
    expect(renderPromql(select('httpRequests', { status: 'a"b' }))).to.equal(
      'http_requests_total{status="a\\"b"}',
    );
  });

  it('asks for bad events as 0, not as nothing, where there were events', () => {
    const [availability] = desk.objectives;
    expect(renderPromql(badRatio(availability, { window: '5m', only: { release: 'r1' } }))).to.match(
      /^\(sum\(increase\(.*status=~"5\.\.",release="r1"\}\[5m\]\)\) or \(sum\(.*\) \* 0\)\) \/ sum\(/,
    );
  });
});

describe('durations and thresholds', () => {
  it('reads what Prometheus writes and names what it cannot read', () => {
    expect(['90s', '5m', '1h', '3d'].map(durationSeconds)).to.deep.equal([90, 300, 3600, 259_200]);
    expect(() => durationSeconds('5 minutes')).to.throw('"5 minutes" is not a duration');
  });

  it('writes a threshold without the noise of binary fractions', () => {
    expect(badRatioThreshold(0.999, { factor: 14.4 })).to.equal(0.0144);
    // Five nines and more leave budgets that binary fractions blur.
    for (const [target, threshold] of [
      [0.99999, 0.00006],
      [0.999999, 0.000006],
      [0.9999999, 6e-7],
    ] as const)
      expect(badRatioThreshold(target, { factor: 6 })).to.equal(threshold);
  });
});
