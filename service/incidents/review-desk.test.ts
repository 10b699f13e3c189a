import { createServer } from 'node:http';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import type { Store } from '../db/store.ts';
import { listen, stopServer } from '../http/server.ts';
import { createStore } from '../testing/database.test.ts';
import { alertOf, call, startDesk, type TestDesk, webhookOf } from '../testing/desk.test.ts';

describe('drafting a review', () => {
  let store: Store;
  let desk: TestDesk;
  let answer = { status: 500, body: 'out of memory' };
  const prometheus = createServer((_, response) => response.writeHead(answer.status).end(answer.body));

  before(async () => {
    ({ store } = await createStore('review_desk'));
    const port = await listen(prometheus, { host: '127.0.0.1', port: 0 });
    desk = await startDesk(store, { config: { prometheusUrl: `http://127.0.0.1:${port}` } });
    await call(`${desk.url}/api/alerts`, webhookOf([alertOf()]));
    await call(`${desk.url}/api/incidents/1/resolve`, { by: 'ada', reason: 'rolled back', force: true });
  });
  after(async () => {
    await desk.stop();
    await stopServer(prometheus, 100);
  });

  const draft = () => call(`${desk.url}/api/incidents/1/review`, {});
  const drafted = () => store('incident_events').where({ kind: 'review-drafted' });

  it('is refused with a sentence while Prometheus fails, and freezes nothing', async () => {
    const refused = await draft();
    expect(refused.status).to.equal(503);
    expect(refused.text).to.contain('The review was not drafted').and.contain('answered 500: out of memory');
    expect(await drafted()).to.have.length(0);
  });

  it('succeeds once Prometheus answers, and tells then and later how many points the line has', async () => {
    const now = Date.now() / 1000;
    const values = [2, 1, 0].map((minutes) => [now - minutes * 60, '0.25']);
    const data = { resultType: 'matrix', result: [{ metric: {}, values }] };
    answer = { status: 200, body: JSON.stringify({ status: 'success', data }) };
    const first = await draft();
    expect(first.status).to.equal(201);
    expect(first.body).to.include({ chartPoints: 3 });
    answer = { status: 500, body: 'forgotten' };
    expect((await draft()).body).to.deep.equal(first.body);
    expect(await drafted()).to.have.length(1);
  });
});
