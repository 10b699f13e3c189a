import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import type { Store } from '../db/store.ts';
import { createStore } from '../testing/database.test.ts';
import { alertOf, call, startDesk, type TestDesk, webhookOf } from '../testing/desk.test.ts';

describe('the incident API', () => {
  let store: Store;
  let desk: TestDesk;

  before(async () => {
    ({ store } = await createStore('incident_api'));
    desk = await startDesk(store);
    await call(`${desk.url}/api/alerts`, webhookOf([alertOf()]));
  });
  after(() => desk.stop());

  const post = (path: string, body: unknown) => call(`${desk.url}/api/incidents/1${path}`, body);

  it('acknowledges once', async () => {
    expect((await post('/acknowledge', { by: 'ada' })).body).to.include({ state: 'acknowledged' });
    const again = await post('/acknowledge', { by: 'bob' });
    expect(again.status).to.equal(200);
    expect(again.text.match(/"kind":"acknowledged"/g)).to.have.length(1);
  });

  it('keeps notes and runbook steps', async () => {
    expect((await post('/notes', { author: 'ada', text: 'looking at the last deploy' })).status).to.equal(
      201,
    );
    const step = {
      runbook: 'DeskAvailabilityBurn',
      name: 'rollback',
      exitCode: 0,
      startedAt: '2026-03-01T03:14:00Z',
      endedAt: '2026-03-01T03:14:09Z',
      output: 'back on release a',
    };
    expect((await post('/notes', { author: 'ada', text: '', kind: 'runbook-step', step })).status).to.equal(
      201,
    );
    expect((await post('/notes', { author: 'ada', text: 'no step', kind: 'runbook-step' })).status).to.equal(
      400,
    );
  });

  it('refuses to close while alerts fire, and to review before it is closed', async () => {
    const refused = await post('/resolve', { by: 'ada', reason: 'looks fine' });
    expect(refused.status).to.equal(409);
    expect(refused.text).to.contain('still fire');
    expect((await post('/review', {})).status).to.equal(409);
  });

  it('takes nothing that a page of another origin may send without asking: no text, no form, no bare POST', async () => {
    const before = (await call(`${desk.url}/api/incidents/1`)).text;
    const json = JSON.stringify({ by: 'mallory', reason: 'none', force: true });
    const bodies = [json, new URLSearchParams({ by: 'mallory' }), new Blob([json]), null];
    for (const path of ['acknowledge', 'resolve', 'notes', 'review'])
      for (const body of bodies) {
        const url = `${desk.url}/api/incidents/1/${path}`;
        const answer = await fetch(url, { method: 'POST', body });
        expect(answer.status, path).to.equal(415);
        expect(await answer.text()).to.contain('application/json');
      }
    expect((await call(`${desk.url}/api/incidents/1`)).text).to.equal(before);
  });

  it('refuses a note and a question that hold a NUL', async () => {
    const events = await store('incident_events').orderBy('id');
    const refused = await post('/notes', { author: 'ada', text: 'a\u0000b' });
    expect(refused.status).to.equal(400);
    expect(refused.text).to.contain('NUL');
    expect((await call(`${desk.url}/api/incidents?environment=%00`)).status).to.equal(400);
    expect(await store('incident_events').orderBy('id')).to.deep.equal(events);
  });

  it('closes once nothing fires, and closing again changes nothing', async () => {
    await call(`${desk.url}/api/alerts`, webhookOf([alertOf({ status: 'resolved' })]));
    expect((await post('/resolve', { by: 'ada', reason: 'rolled back' })).body).to.include({
      state: 'closed',
    });
    const events = await store('incident_events').orderBy('id');
    expect((await post('/resolve', { by: 'bob', reason: 'again' })).status).to.equal(200);
    expect(await store('incident_events').orderBy('id')).to.deep.equal(events);
  });

  it('closes by force and says so', async () => {
    await call(
      `${desk.url}/api/alerts`,
      webhookOf([alertOf({ fingerprint: 'forced', labels: { service: 'other' } })]),
    );
    const closed = await call(`${desk.url}/api/incidents/2/resolve`, {
      by: 'ada',
      reason: 'noise',
      force: true,
    });
    expect(closed.body).to.include({ state: 'closed', alertsFiring: 1 });
    expect(closed.text).to.contain('"forced":true');
  });

  it('drafts a review from facts once, and keeps it', async () => {
    const drafted = await post('/review', {});
    expect(drafted.status).to.equal(201);
    const { markdown, chart, path } = drafted.body;
    expect(path).to.equal('/incidents/1/review');
    expect(markdown)
      .to.contain('| Acknowledged |')
      .and.to.contain('Runbook step DeskAvailabilityBurn: rollback passed: back on release a')
      .and.to.contain('What was the cause, and what shows it?');
    expect(chart).to.match(/^<svg .*<title>.*<\/svg>$/s);
    await post('/notes', { author: 'bob', text: 'written after the review' });
    expect((await post('/review', {})).body).to.deep.equal(drafted.body);
  });

  it('opens a new incident for an alert that comes after the close', async () => {
    const again = webhookOf([alertOf({ startsAt: '2026-03-01T04:00:00.000Z' })]);
    expect((await call(`${desk.url}/api/alerts`, again)).body).to.deep.include({ incidents: ['3'] });
  });

  it('lists by state, newest first, and limits what is of that state', async () => {
    const { body } = await call(`${desk.url}/api/incidents?state=closed`);
    expect(body.incidents).to.be.an('array').with.length(2);
    const newest = async (query: string) => {
      const { text } = await call(`${desk.url}/api/incidents?limit=1&${query}`);
      return /"id":"(\d+)"/.exec(text)?.[1];
    };
    await call(
      `${desk.url}/api/alerts`,
      webhookOf([alertOf({ fingerprint: 'newer', labels: { service: 'newer' } })]),
    );
    await call(`${desk.url}/api/incidents/4/acknowledge`, { by: 'ada' });
    expect(await newest('')).to.equal('4');
    expect(await newest('state=acknowledged')).to.equal('4');
    expect(await newest('state=open')).to.equal('3');
    expect(await newest('state=closed')).to.equal('2');
    expect((await call(`${desk.url}/api/incidents?state=lost`)).status).to.equal(400);
    expect((await call(`${desk.url}/api/incidents/none`)).status).to.equal(404);
  });
});
