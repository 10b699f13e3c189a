import { request } from 'node:http';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { openStore, type Store } from '../db/store.ts';
import { call, startDesk, type TestDesk } from '../testing/desk.test.ts';
import type { Endpoint } from './endpoint.ts';

const broken: Endpoint = {
  method: 'GET',
  route: '/api/incidents/:id/review',
  handle: () => {
    throw new Error('the secret of the boundary');
  },
};
const slow: Endpoint = {
  method: 'GET',
  route: '/api/incidents/:id/notes',
  handle: () => new Promise(() => {}),
};

describe('serving HTTP', () => {
  let store: Store;
  let desk: TestDesk;

  before(async () => {
    store = openStore('postgres://nobody@127.0.0.1:1/none');
    desk = await startDesk(store, { extraEndpoints: [broken, slow] });
  });
  after(async () => {
    await desk.stop();
    await store.destroy();
  });

  const metrics = async (accept: string) => {
    const response = await fetch(`${desk.url}/metrics`, { headers: { accept } });
    return { type: response.headers.get('content-type'), text: await response.text() };
  };
  const openMetrics = async () => (await metrics('application/openmetrics-text')).text;

  it('bears the series of every routed pair at 0, so that a first failure is an increase', async () => {
    expect(await openMetrics()).to.contain(
      'http_requests_total{method="POST",route="/api/alerts",status="500"} 0\n',
    );
  });

  it('counts a thrown error as the 500 that the client got, under its template, and leaks nothing', async () => {
    const answer = await call(`${desk.url}/api/incidents/42/review`);
    expect(answer.status).to.equal(500);
    expect(answer.text).not.to.contain('secret');
    expect(await openMetrics()).to.contain(
      'http_requests_total{method="GET",route="/api/incidents/:id/review",status="500"} 1\n',
    );
  });

  it('counts unknown paths and methods as unmatched', async () => {
    expect((await call(`${desk.url}/wp-login.php`)).status).to.equal(404);
    await fetch(`${desk.url}/wp-login.php`, { method: 'PURGE' }).catch(() => undefined);
    const text = await openMetrics();
    expect(text).to.contain('http_requests_total{method="GET",route="unmatched",status="404"} 1\n');
    expect(text).not.to.contain('wp-login');
  });

  it('counts a client that goes away before its answer as 499', async () => {
    const abandoned = request(`${desk.url}/api/incidents/1/notes`);
    abandoned.on('error', () => {});
    abandoned.end();
    const isCounted = async (line: string) => (await openMetrics()).includes(line);
    await until(() => isCounted('http_requests_in_flight 2\n'));
    abandoned.destroy();
    await until(() => isCounted('route="/api/incidents/:id/notes",status="499"} 1\n'));
  });

  it('negotiates the format of /metrics', async () => {
    const open = await metrics('application/openmetrics-text;version=1.0.0,text/plain;q=0.5');
    expect(open.type).to.contain('application/openmetrics-text');
    expect(open.text).to.match(/# TYPE http_requests counter[\s\S]*# EOF\n$/);
    const plain = await metrics('*/*');
    expect(plain.type).to.contain('text/plain');
    expect(plain.text)
      .to.contain('# TYPE http_requests_total counter')
      .and.contain('process_resident_memory_bytes')
      .and.contain('nodejs_eventloop_lag_p99_seconds')
      .and.not.contain('# EOF')
      .and.not.match(/_total_total/);
  });

  it('sends security headers, and an error page to a browser', async () => {
    const response = await fetch(`${desk.url}/nothing`, { headers: { accept: 'text/html' } });
    expect(response.headers.get('content-security-policy')).to.match(
      /default-src 'none'; style-src 'sha256-/,
    );
    expect(response.headers.get('x-content-type-options')).to.equal('nosniff');
    expect(await response.text()).to.contain('<h1>404</h1>');
  });
});

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 5000;
  while (!(await isSo())) if (performance.now() > deadline) throw new Error('did not happen within 5 s');
}
