import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createDatabase, createStore } from '../testing/database.test.ts';
import { migrate, readSchemaState, rollBackAll } from './schema.ts';
import { openStore } from './store.ts';

describe('the schema', () => {
  it('goes up, down and up again, and nothing is left to do after that', async () => {
    const store = openStore(await createDatabase('schema_up_down'));
    try {
      const applied = await migrate(store);
      expect(applied).to.deep.equal(['001-changes', '002-incidents', '003-figures']);
      await rollBackAll(store);
      expect((await readSchemaState(store)).missing).to.deep.equal(applied);
      expect(await migrate(store)).to.deep.equal(applied);
      expect(await migrate(store)).to.deep.equal([]);
      expect(await readSchemaState(store)).to.deep.equal({
        applied,
        missing: [],
        version: '003-figures',
      });
    } finally {
      await store.destroy();
    }
  });

  it('of a newer release is fine, and does not keep this one from migrating', async () => {
    const { store } = await createStore('schema_newer');
    await store('schema_migrations').insert({ name: '999-newer', batch: 9, migration_time: new Date() });
    expect(await migrate(store)).to.deep.equal([]);
    expect(await readSchemaState(store)).to.deep.include({ missing: [], version: '999-newer' });
  });

  it('refuses to change or delete an event of an incident', async () => {
    const { store } = await createStore('append_only');
    const [incident] = await store('incidents')
      .insert({ service: 'desk', environment: 'staging', opened_at: new Date() })
      .returning('id');
    await store('incident_events').insert({
      incident_id: incident.id,
      at: new Date(),
      kind: 'opened',
      data: '{}',
    });
    for (const attempt of [
      store('incident_events').update({ kind: 'x' }),
      store('incident_events').delete(),
    ]) {
      const error = await attempt.then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(String(error)).to.contain('append-only');
    }
  });
});
