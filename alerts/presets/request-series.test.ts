import { expect } from 'chai';
import { describe, it } from 'mocha';
import { matches, renderPromql } from '../promql.ts';
import { istio } from './istio.ts';
import { nginxIngress } from './nginx-ingress.ts';
import { otelHttpClassic } from './otel-http-classic.ts';
import { promhttp } from './promhttp.ts';
import type { Preset } from './scope.ts';

const of = { job: 'checkout' };

describe('a latency threshold', () => {
  it('between two edges is refused, and the nearest ones are named', () => {
    expect(() => promhttp({ of, latency: { target: 0.99, thresholdSeconds: 0.3 } })).to.throw(
      'latency objective on http_request_duration_seconds: 0.3 s is no bucket edge; take 0.25 s or 0.5 s, or give in "edges" the buckets that the service configures.',
    );
    expect(() => otelHttpClassic({ of, latency: { target: 0.99, thresholdSeconds: 500 } })).to.throw(
      '500 s is no bucket edge; take 10 s, or',
    );
  });

  it('is taken where the service configures such a bucket', () => {
    const latency = { target: 0.99, thresholdSeconds: 0.3 };
    expect(goodEvents(promhttp({ of, edges: [0.1, 0.3, 1], latency }))).to.equal(
      'http_request_duration_seconds_bucket{job="checkout",le="0.3"}',
    );
  });

  it('in seconds finds a bucket in milliseconds', () => {
    const preset = istio({
      of: { destination_service_name: 'storefront' },
      latency: { target: 0.99, thresholdSeconds: 0.5 },
    });
    expect(goodEvents(preset)).to.equal(
      'istio_request_duration_milliseconds_bucket{reporter="destination",destination_service_name="storefront",le=~"500|500[.]0"}',
    );
  });
});

describe("a symptom's ordinary threshold that is no edge", () => {
  it('moves up to the next one', () => {
    expect(promhttp({ of }).symptoms).to.deep.equal({
      HighLatency: {
        critical: {
          thresholdSeconds: 2.5,
          reason:
            'it is the first bucket of http_request_duration_seconds beyond 2 s, from which on people notice',
        },
      },
    });
    expect(promhttp({ of, edges: [0.5, 2] }).symptoms).to.deep.equal({});
  });

  it('is switched off where all buckets lie below it', () => {
    expect(promhttp({ of, edges: [0.1, 0.5] }).symptoms).to.deep.equal({
      HighLatency: { critical: { off: 'http_request_duration_seconds has no bucket of 2 s or more' } },
    });
  });
});

describe('the environment', () => {
  const environmentOf = ({ signals: [signal] }: Preset): unknown => signal?.labels?.environment;

  it("is what the preset's series call it, unless the service says otherwise", () => {
    expect(environmentOf(nginxIngress({ of: { ingress: 'shop' } }))).to.equal('namespace');
    const labels = { environment: { value: 'production' } };
    expect(environmentOf(nginxIngress({ of: { ingress: 'shop' }, labels }))).to.deep.equal(
      labels.environment,
    );
  });

  it('is fixed where the series of one are selected, and not where those of several are', () => {
    expect(environmentOf(nginxIngress({ of: { namespace: 'shop' } }))).to.deep.equal({ value: 'shop' });
    expect(environmentOf(nginxIngress({ of: { namespace: matches('shop-.*') } }))).to.equal('namespace');
  });
});

function goodEvents({ objectives: [objective] }: Preset): string {
  if (objective === undefined || !('good' in objective.events)) throw new Error('it promises no latency');
  return renderPromql(objective.events.good);
}
