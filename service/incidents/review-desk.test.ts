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
  let failure: string | undefined = 'out of memory';
  let asked = 0;
  const prometheus = createServer((request, response) => {
    asked += 1;
    if (failure !== undefined) return response.writeHead(500).end(failure);
    const start = Number(new URL(request.url ?? '', 'http://prometheus').searchParams.get('start'));
    const values = [0, 1, 2].map((minutes) => [start + minutes * 60, '0.25']);
    const data = { resultType: 'matrix', result: [{ metric: {}, values }] };
    return response.end(JSON.stringify({ status: 'success', data }));
  });

  before(async () => {
    ({ store } = await createStore('review_desk'));
    const port = await listen(prometheus, { host: '127.0.0.1', port: 0 });
    desk = await startDesk(store, { config: { prometheusUrl: `http://127.0.0.1:${port}` } });
    const startsAt = new Date(Date.now() - 300_000).toISOString();
    await call(`${desk.url}/api/alerts`, webhookOf([alertOf({ startsAt })]));
    await call(`${desk.url}/api/incidents/1/resolve`, { by: 'ada', reason: 'rolled back', force: true });
  });
  after(async () => {
    await desk.stop();
    await stopServer(prometheus, 100);
  });

  const draft = () => call(`${desk.url}/api/incidents/1/review`, {});
  const kept = (kind: string) => store('incident_events').where({ kind });

  it('is refused with a sentence while Prometheus fails, and freezes nothing', async () => {
    const refused = await draft();
    expect(refused.status).to.equal(503);
    expect(refused.text).to.contain('The review was not drafted').and.contain('answered 500: out of memory');
    expect(await kept('review-drafted')).to.have.length(0);
    expect(await kept('panels-frozen')).to.have.length(0);
  });

  it('succeeds once Prometheus answers, with the panel of the alert, and tells then and later how many points its line has', async () => {
    failure = undefined;
    const first = await draft();
    expect(first.status).to.equal(201);
    expect(first.body).to.include({ chartPoints: 3 });
    expect(first.body.markdown).to.contain('## Is availability bad enough to page?').and.contain('[60s]');
    failure = 'forgotten';
    expect((await draft()).body).to.deep.equal(first.body);
    expect(await kept('review-drafted')).to.have.length(1);
  });

  it('keeps all key panels beside itself, which are shown from then on without asking anybody', async () => {
    expect(await kept('panels-frozen')).to.have.length(1);
    const before = asked;
    for (const path of ['/incidents/1', '/incidents/1/review'])
      expect((await call(`${desk.url}${path}`)).text)
        .to.contain('Did a release bring it?')
        .and.contain('How long do requests take?');
    expect(asked).to.equal(before);
  });
});
