import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createStore } from '../testing/database.test.ts';
import { call, startDesk } from '../testing/desk.test.ts';

describe('the store', () => {
  it('keeps users waiting, rather than failing them, while every connection stands still for 3 s', async function () {
    this.timeout(20_000);
    const { store } = await createStore('store_stands_still');
    const desk = await startDesk(store);
    const poolMax: number = store.client.pool.max;
    const held = Array.from({ length: poolMax }, () => store.raw('select pg_sleep(3)'));
    await Promise.race([Promise.all(held), pollUntilFull(store.client.pool, poolMax)]);
    const { status } = await call(`${desk.url}/api/incidents`);
    await Promise.all(held);
    await desk.stop();
    expect(status).to.equal(200);
  });
});

async function pollUntilFull(pool: { numUsed(): number }, max: number): Promise<void> {
  while (pool.numUsed() < max) await new Promise((resolve) => setTimeout(resolve, 10));
}
