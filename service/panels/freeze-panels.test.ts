/** Against an HTTP server that answers as Prometheus would, or as it must not; telemetry/delivery.test.ts asks a real one. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import { listen, stopServer } from '../http/server.ts';
import { alignRange, freezePanels, type PanelSources } from './freeze-panels.ts';
import type { FrozenPanel, FrozenPanels } from './frozen-panels.ts';

const panelsFile = 'dashboards-as-code/generated/incident-panels.json';
const to = new Date('2026-03-01T03:15:00Z');
const question = {
  service: 'desk',
  environment: 'staging',
  slo: 'availability',
  from: new Date('2026-03-01T03:05:00Z'),
  to,
  now: to,
};

describe('freezing panels', () => {
  let url: string;
  let answer: (query: URLSearchParams, response: ServerResponse) => void = () => undefined;
  const server = createServer((request: IncomingMessage, response) =>
    answer(new URL(request.url ?? '', 'http://prometheus').searchParams, response),
  );
  before(async () => {
    url = `http://127.0.0.1:${await listen(server, { host: '127.0.0.1', port: 0 })}`;
  });
  afterEach(() => server.closeAllConnections());
  after(() => stopServer(server, 100));

  const freeze = (sources: Partial<PanelSources> = {}): Promise<FrozenPanels> =>
    freezePanels({ prometheusUrl: url, panelsFile, ...sources }, question);
  const panelNamed = (frozen: FrozenPanels, slug: string): FrozenPanel | undefined =>
    frozen.status === 'asked' ? frozen.panels.find((panel) => panel.slug === slug) : undefined;

  function answerMatrix(result: (query: string, start: number) => object[]): void {
    answer = (query, response) => {
      const data = {
        resultType: 'matrix',
        result: result(query.get('query') ?? '', Number(query.get('start'))),
      };
      response.end(JSON.stringify({ status: 'success', data }));
    };
  }
  const series = (labels: Record<string, string>, start: number, values: readonly string[]): object => ({
    metric: labels,
    values: values.map((value, index) => [start + index * 5, value]),
  });

  it('keeps what was asked, over which time and when, and each value at its place', async () => {
    answerMatrix((_, start) => [series({ status: '500' }, start + 10, ['0.123456789', 'NaN', '2'])]);
    const frozen = await freeze();
    expect(frozen).to.include({ status: 'asked', stepSeconds: 5, askedAt: to.toISOString() });
    expect(frozen).to.include({ from: question.from.toISOString(), to: to.toISOString() });
    const volume = panelNamed(frozen, 'error-volume');
    expect(volume?.queries[0]?.query)
      .to.contain('environment="staging"')
      .and.contain('[60s]')
      .and.not.contain('$');
    expect(volume).to.have.nested.property('series[0].name', '500');
    const values = volume?.status === 'found' ? volume.series[0]?.values : [];
    expect(values?.slice(0, 6)).to.deep.equal([null, null, 0.12346, null, 2, null]);
    expect(values).to.have.length(121);
  });

  it('keeps the highest series of many, in order, and counts the others', async () => {
    const many = Array.from({ length: 20 }, (_, index) => index);
    answerMatrix((_, start) => many.map((n) => series({ status: `${500 + n}` }, start, [String(n % 10)])));
    const volume = panelNamed(await freeze(), 'error-volume');
    expect(volume).to.include({ seriesLeftOut: 12 });
    const names = volume?.status === 'found' ? volume.series.map(({ name }) => name) : [];
    expect(names).to.deep.equal(['506', '507', '508', '509', '516', '517', '518', '519']);
  });

  it('says in words that there was nothing, as the panel does', async () => {
    answerMatrix((_, start) => [series({}, start, ['NaN', 'NaN'])]);
    expect(panelNamed(await freeze(), 'error-ratio')).to.include({ status: 'none', reason: 'no requests' });
  });

  it('keeps the lines that came where another query of the panel failed, and says which reason', async () => {
    answer = (query, response) => {
      if (query.get('query')?.includes('0.99,')) response.writeHead(422).end('too many samples');
      else
        response.end(JSON.stringify({ data: { result: [series({}, Number(query.get('start')), ['1'])] } }));
    };
    const duration = panelNamed(await freeze(), 'duration');
    expect(duration?.status === 'found' && duration.series.map(({ name }) => name)).to.deep.equal([
      'p50',
      'p95',
    ]);
    expect(duration).to.have.property('failure').that.contains('answered 422: too many samples');
  });

  it('gives up on a Prometheus that does not answer within 3 s', async function () {
    this.timeout(10_000);
    answer = () => undefined;
    const startedAt = performance.now();
    const lead = panelNamed(await freeze(), 'objective-availability');
    expect(lead).to.have.property('status', 'failed');
    expect(lead)
      .to.have.property('reason')
      .that.matches(/^metrics: .*query_range did not answer within 3 s$/);
    expect(performance.now() - startedAt).to.be.below(6000);
  });

  it('reads no answer without end', async () => {
    answer = (_, response) => {
      response.end('x'.repeat(5 * 1024 * 1024));
    };
    expect(panelNamed(await freeze(), 'cpu'))
      .to.have.property('reason')
      .that.contains('answered more than 4 MiB');
  });

  it('says what is not available here, and keeps the fault of the file as its own', async () => {
    const nowhere = await freeze({ prometheusUrl: undefined });
    expect(nowhere).to.include({ status: 'unavailable', reason: 'metrics: not available here' });
    const missing = await freeze({ panelsFile: 'nowhere.json' });
    expect(missing).to.have.property('status', 'failed');
    expect(missing).to.have.property('reason').that.contains('npm run dashboards');
    const unknown = await freezePanels({ prometheusUrl: url, panelsFile }, { ...question, service: 'shop' });
    expect(unknown).to.have.property('reason').that.contains('"shop" has no key panels');
  });
});

describe('the range that is asked', () => {
  it('lies on multiples of its step, and has no more points than a picture has room for', () => {
    const range = alignRange(new Date('2026-03-01T03:00:07Z'), new Date('2026-03-03T04:00:00Z'));
    expect((range.from.getTime() / 1000) % range.stepSeconds).to.equal(0);
    const points = (range.to.getTime() - range.from.getTime()) / 1000 / range.stepSeconds + 1;
    expect(points).to.be.within(140, 151);
    expect(alignRange(to, to).stepSeconds).to.equal(5);
  });
});
