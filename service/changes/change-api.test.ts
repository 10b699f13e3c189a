import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import type { Store } from '../db/store.ts';
import { createStore } from '../testing/database.test.ts';
import { call, startDesk, type TestDesk } from '../testing/desk.test.ts';

const deploy = {
  id: 'd-1',
  kind: 'deploy',
  service: 'desk',
  environment: 'staging',
  release: 'b',
  previousRelease: 'a',
  status: 'started',
  startedAt: '2026-03-01T03:00:00Z',
  by: 'ada',
  summary: 'release b',
};

describe('the changes API', () => {
  let store: Store;
  let desk: TestDesk;

  before(async () => {
    ({ store } = await createStore('changes_api'));
    desk = await startDesk(store);
  });
  after(() => desk.stop());

  const post = (body: unknown) => call(`${desk.url}/api/changes`, body);

  it('is idempotent on the id, and a later status is a new event of the same change', async () => {
    expect((await post(deploy)).status).to.equal(201);
    await post(deploy);
    const ended = { ...deploy, status: 'succeeded', endedAt: '2026-03-01T03:00:30Z' };
    expect((await post(ended)).body).to.include({ status: 'succeeded', endedAt: '2026-03-01T03:00:30.000Z' });
    expect((await post(deploy)).body).to.include({ status: 'succeeded' });
    expect(await store('changes')).to.have.length(1);
    expect(await store('change_events')).to.have.length(2);
  });

  it('lists the newest first, by service, environment and time', async () => {
    await post({ ...deploy, id: 'd-2', kind: 'rollback', startedAt: '2026-03-01T03:20:00Z' });
    await post({ ...deploy, id: 'd-3', environment: 'production' });
    const list = await call(
      `${desk.url}/api/changes?service=desk&environment=staging&since=2026-03-01T02:00:00Z`,
    );
    expect(JSON.stringify(list.body))
      .to.match(/d-2.*d-1/)
      .and.not.to.contain('d-3');
  });

  it('lists those of one kind, which are few among many', async () => {
    await post({ ...deploy, id: 'f-1', kind: 'freeze', release: '' });
    const list = await call(`${desk.url}/api/changes?kind=freeze`);
    expect(JSON.stringify(list.body)).to.contain('f-1').and.not.to.contain('d-1');
    expect((await call(`${desk.url}/api/changes?kind=party`)).status).to.equal(400);
  });

  it('refuses what the store cannot hold, keeps none of it and says why', async () => {
    const record = await store('change_events').orderBy('id');
    const year0 = '0000-01-01T00:00:00Z';
    for (const fault of [
      { startedAt: year0 },
      { endedAt: year0 },
      { by: '\u0000' },
      { detail: { a: '\u0000' } },
    ]) {
      const refused = await post({ ...deploy, id: 'd-4', ...fault });
      expect(refused.status, JSON.stringify(fault)).to.equal(400);
      expect(refused.text).to.match(/years 1 to 9999|NUL/);
    }
    expect((await call(`${desk.url}/api/changes?since=${year0}`)).status).to.equal(400);
    expect((await call(`${desk.url}/api/changes?service=%00`)).status).to.equal(400);
    expect(await store('change_events').orderBy('id')).to.deep.equal(record);
    expect(await store('changes').where({ id: 'd-4' })).to.have.length(0);
  });

  it('refuses an unknown kind with the field that is wrong', async () => {
    const refused = await post({ ...deploy, kind: 'party' });
    expect(refused.status).to.equal(400);
    expect(refused.text).to.contain('kind');
  });
});
