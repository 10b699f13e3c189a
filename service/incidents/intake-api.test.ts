import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { openStore, type Store } from '../db/store.ts';
import { createStore } from '../testing/database.test.ts';
import { alertOf, call, startDesk, type TestDesk, webhookOf } from '../testing/desk.test.ts';
import { webhookLimitBytes } from './webhook.ts';

describe('the alert webhook', () => {
  let store: Store;
  let desk: TestDesk;

  before(async () => {
    ({ store } = await createStore('intake'));
    desk = await startDesk(store);
  });
  after(() => desk.stop());

  const post = (body: unknown) => call(`${desk.url}/api/alerts`, body);
  const dump = async () => ({
    incidents: await store('incidents').orderBy('id'),
    events: await store('incident_events').orderBy('id'),
    episodes: await store('episodes').orderBy('id'),
  });

  it('opens one incident and leaves the record as it was when the body is repeated a hundred times', async () => {
    const body = webhookOf([alertOf(), alertOf({ fingerprint: 'f2' })], 3);
    const first = await post(body);
    expect(first.status).to.equal(200);
    expect(first.body).to.deep.equal({ accepted: 2, duplicates: 0, incidents: ['1'] });
    const record = await dump();
    const repeats = await Promise.all(Array.from({ length: 100 }, () => post(body)));
    expect(repeats.map(({ body: answer }) => answer.duplicates)).to.deep.equal(Array(100).fill(2));
    expect(await dump()).to.deep.equal(record);
    expect(desk.watched).to.deep.equal(['1']);
  });

  it('says once that all alerts have cleared, and shows how many were truncated', async () => {
    await post(webhookOf([alertOf({ status: 'resolved' })]));
    const partly = await call(`${desk.url}/api/incidents/1`);
    expect(partly.body).to.include({ alertsFiring: 1, truncatedAlerts: 3 });
    const body = webhookOf([alertOf({ fingerprint: 'f2', status: 'resolved' })]);
    await post(body);
    await post(body);
    const { events } = (await call(`${desk.url}/api/incidents/1`)).body;
    expect(events).to.be.an('array');
    expect(JSON.stringify(events).match(/alerts-cleared/g)).to.have.length(1);
  });

  it('remembers both start times of an alert whose start moved', async () => {
    const labels = { service: 'moved' };
    const original = webhookOf([alertOf({ fingerprint: 'm', labels })]);
    const earlier = webhookOf([alertOf({ fingerprint: 'm', labels, startsAt: '2026-03-01T03:01:00.000Z' })]);
    await post(original);
    await post(earlier);
    const record = await dump();
    await post(original);
    await post(earlier);
    expect(await dump()).to.deep.equal(record);
  });

  it('joins concurrent alerts of one service into one incident', async () => {
    const labels = { service: 'busy' };
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => post(webhookOf([alertOf({ fingerprint: `busy-${n}`, labels })]))),
    );
    expect(new Set(answers.flatMap(({ body }) => body.incidents)).size).to.equal(1);
  });

  it('refuses what is not JSON, of another version or incomplete with 400', async () => {
    const record = await dump();
    const headers = { 'content-type': 'application/json' };
    const notJson = await fetch(`${desk.url}/api/alerts`, { method: 'POST', headers, body: 'ring ring' });
    expect(notJson.status).to.equal(400);
    expect(await notJson.text()).to.contain('not JSON');
    const wrongVersion = await post({ ...webhookOf([alertOf()]), version: '3' });
    expect(wrongVersion.status).to.equal(400);
    expect(wrongVersion.text).to.contain('version');
    expect((await post({ version: '4' })).status).to.equal(400);
    expect((await fetch(`${desk.url}/api/alerts`, { method: 'POST', headers })).status).to.equal(400);
    expect(await dump()).to.deep.equal(record);
  });

  it('refuses what the store cannot hold with 400 and a sentence, and keeps none of it', async () => {
    const record = await dump();
    const fine = alertOf({ fingerprint: 'beside', labels: { service: 'beside' } });
    const unstorable: [Record<string, unknown>, string][] = [
      [alertOf({ fingerprint: 'n1', labels: { pod: 'a\u0000b' } }), 'NUL'],
      [alertOf({ fingerprint: 'n2', labels: { service: 'a\u0000b' } }), 'NUL'],
      [alertOf({ fingerprint: 'n3\u0000' }), 'NUL'],
      [alertOf({ fingerprint: 'n4', annotations: { summary: 'half \ud800' } }), 'half of a character'],
      [alertOf({ fingerprint: 'n5', startsAt: '0000-01-01T00:00:00Z' }), 'years 1 to 9999'],
      [alertOf({ fingerprint: 'n6', startsAt: '9999-12-31T23:59:59-12:00' }), 'years 1 to 9999'],
    ];
    for (const [alert, reason] of unstorable) {
      const refused = await post(webhookOf([fine, alert]));
      expect(refused.status, reason).to.equal(400);
      expect(refused.text).to.contain(reason).and.not.contain('insert').and.not.contain('select');
    }
    expect(await dump()).to.deep.equal(record);
  });

  it('takes 1,500 alerts, and refuses a body over the limit with 413', async () => {
    const labels = { service: 'wide' };
    const alerts = Array.from({ length: 1500 }, (_, n) => alertOf({ fingerprint: `wide-${n}`, labels }));
    expect((await post(webhookOf(alerts))).body).to.include({ accepted: 1500 });
    const record = await dump();
    const annotations = { description: 'x'.repeat(webhookLimitBytes) };
    expect((await post(webhookOf([alertOf({ annotations })]))).status).to.equal(413);
    expect(await dump()).to.deep.equal(record);
  });

  it('answers 503 when the store is down, and goes on answering', async () => {
    const gone = openStore('postgres://nobody@127.0.0.1:1/none');
    const cutOff = await startDesk(gone);
    try {
      const startedAt = performance.now();
      const answer = await call(`${cutOff.url}/api/alerts`, webhookOf([alertOf()]));
      expect(answer.status).to.equal(503);
      expect(performance.now() - startedAt).to.be.below(3500);
      expect((await call(`${cutOff.url}/health/live`)).status).to.equal(200);
      expect((await call(`${cutOff.url}/health/ready`)).status).to.equal(503);
      expect((await call(`${cutOff.url}/health/detailed`)).status).to.equal(503);
      expect(await cutOff.metrics.registry.metrics()).to.contain('route="/api/alerts",status="503"} 1');
    } finally {
      await cutOff.stop();
      await gone.destroy();
    }
  });
});
