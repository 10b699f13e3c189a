import { expect } from 'chai';
import { describe, it } from 'mocha';
import { matches, matchesNot, narrow, selector } from '../../promql.ts';
import { sampleOutside, sampleSeries } from './sample-series.ts';

const place = { environment: 'production', instance: 'a' };

describe('a sample of what a selector accepts', () => {
  const sampleOf = (conditions: Parameters<typeof selector>[1], labels: Record<string, string> = {}) =>
    sampleSeries(selector('m', conditions), labels);

  it('carries the labels of its place and those that are asked for', () => {
    expect(sampleSeries(selector('m', { service: 'desk' }), place)).to.equal(
      'm{environment="production",instance="a",service="desk"}',
    );
  });

  it('fills a pattern in', () => {
    expect(sampleOf({ status: matches('5..') })).to.equal('m{status="500"}');
    expect(sampleOf({ status: matches('5[0-9]{2}|0') })).to.equal('m{status="500"}');
    expect(sampleOf({ route: matches('loki_api_v1_push|otlp') })).to.equal('m{route="loki_api_v1_push"}');
    expect(sampleOf({ host: matches('db\\.example') })).to.equal('m{host="db.example"}');
  });

  it('keeps what tells things of a kind apart', () => {
    expect(sampleOf({ pod: matches('api-.*') }, { pod: 'a' })).to.equal('m{pod="api-a"}');
    expect(sampleOf({ pod: matches('api-.*') }, { pod: 'b' })).to.equal('m{pod="api-b"}');
    expect(sampleOf({ container: matchesNot('|POD') }, { container: 'a' })).to.equal('m{container="a"}');
  });

  it('avoids what is refused', () => {
    expect(sampleOf({ route: matchesNot('/health.*|/metrics') })).to.match(/^m\{route="[^"]*"\}$/);
    expect(sampleOf({ mode: { op: '!=', value: 'idle' } })).not.to.include('idle');
  });

  it('meets several conditions on one label, or says that it cannot', () => {
    const both = narrow(selector('m', { status: matches('5..') }), { status: matchesNot('503') });
    expect(sampleSeries(both, {})).to.equal('m{status="500"}');
    const none = narrow(selector('m', { status: '500' }), { status: '404' });
    expect(() => sampleSeries(none, {})).to.throw(/no value of label "status".*="500" and ="404"/);
  });

  it('finds what the wider of two selectors accepts alone', () => {
    const all = selector('m', { service: 'desk' });
    expect(sampleOutside(all, narrow(all, { status: matches('5..') }), {})).to.equal(
      'm{status="200",service="desk"}',
    );
  });
});
