import { expect } from 'chai';
import { describe, it } from 'mocha';
import { desk } from '../../alerts/catalog/desk.ts';
import { exampleCatalog } from '../../alerts/examples/catalog.ts';
import { knownMetricsOf } from './known-series.ts';

const known = knownMetricsOf([desk, ...exampleCatalog]);

function labelsOf(metric: string, service: string): string[] | undefined {
  const series = known.get(metric)?.find((one) => one.service === service);
  return series === undefined ? undefined : [...series.labels.keys()].sort();
}

const scraped = ['environment', 'instance', 'job', 'release', 'service'];
const inCluster = ['cluster', 'container', 'namespace', 'pod'];

describe('the series that there are', () => {
  it('are the desk’s own as service/signals.ts declares them', () => {
    expect(labelsOf('db_query_duration_seconds_bucket', 'desk')).to.deep.equal(
      [...scraped, 'le', 'outcome'].sort(),
    );
    expect(labelsOf('db_query_duration_seconds_sum', 'desk')).to.deep.equal([...scraped, 'outcome'].sort());
    expect(labelsOf('http_requests_in_flight', 'desk')).to.deep.equal(scraped);
  });

  it('are of another service what its definition selects, and nothing of the desk’s', () => {
    expect(labelsOf('db_pool_connections', 'checkout')).to.equal(undefined);
    // The same name as the desk's, from another library.
    expect(labelsOf('http_requests_total', 'checkout')).to.deep.equal(
      [...scraped, ...inCluster, 'code', 'handler'].sort(),
    );
    expect(labelsOf('http_request_duration_seconds_sum', 'checkout')).to.deep.equal(
      [...scraped, ...inCluster, 'handler'].sort(),
    );
  });

  it('carry the labels that the catalog maps, under their names in the series only', () => {
    const labels = labelsOf('istio_requests_total', 'storefront');
    expect(labels).to.include.members([
      'destination_workload_namespace',
      'destination_version',
      'response_code',
    ]);
    expect(labels).not.to.include.members(['environment']);
    expect(labels).not.to.include.members(['release']);
  });

  it('are recorded by the rules, with the label values that these write', () => {
    const series = known.get('slo:bad_events:increase1h')?.find(({ service }) => service === 'desk');
    expect(Object.fromEntries(series?.labels ?? [])).to.deep.equal({
      environment: 'any',
      service: ['desk'],
      slo: ['availability', 'latency'],
    });
    expect(labelsOf('ALERTS', 'desk')).to.include.members([
      'alertname',
      'alertstate',
      'severity',
      'slo',
      'tier',
    ]);
  });
});
