import { expect } from 'chai';
import { afterEach, before, describe, it } from 'mocha';
import { freePort } from '../../programs/ports.ts';
import type { Store } from '../../service/db/store.ts';
import { createStore } from '../../service/testing/database.test.ts';
import { call, startDesk, type TestDesk } from '../../service/testing/desk.test.ts';
import { printChanges, printComponents } from './desk.ts';

describe('evidence of the desk', function () {
  this.timeout(60_000);
  let store: Store;
  let desk: TestDesk | undefined;
  before(async () => {
    ({ store } = await createStore('evidence-desk'));
  });

  afterEach(async () => {
    await desk?.stop();
    desk = undefined;
  });

  async function ask(question: typeof printChanges, url: string | undefined): Promise<string[]> {
    const lines: string[] = [];
    const stack = { SERVICE: 'desk', ENVIRONMENT: 'staging', CATALOG_FILE: '', DESK_URL: url };
    expect(await question({ stack, print: (line) => lines.push(line) })).to.equal(0);
    return lines;
  }

  it('lists the last changes of the service', async () => {
    desk = await startDesk(store);
    const about = { service: 'desk', environment: 'staging' };
    expect(await ask(printChanges, desk.url)).to.deep.equal([
      'The desk knows of no change of desk in staging.',
    ]);
    const change = {
      ...about,
      id: 'one',
      kind: 'deploy',
      release: 'r1',
      status: 'succeeded',
      startedAt: '2026-03-01T03:00:00Z',
      endedAt: '2026-03-01T03:01:00Z',
      by: 'ana',
      summary: 'a new release',
    };
    const { status, text } = await call(`${desk.url}/api/changes`, change);
    expect(status, text).to.be.lessThan(300);
    expect(await ask(printChanges, desk.url)).to.deep.equal([
      '2026-03-01T03:00:00.000Z  deploy r1 succeeded, by ana: a new release',
    ]);
  });

  it('shows the parts also of a desk that is not well', async () => {
    desk = await startDesk(store, { isStopping: () => true });
    const lines = await ask(printComponents, desk.url);
    expect(lines[0]).to.equal('unhealthy');
    expect(lines[1]).to.match(/^database {5}healthy {4}[\d.]+ ms {2}\d/);
  });

  it('goes on without a desk that is down, and says so', async () => {
    const nobody = `http://127.0.0.1:${await freePort()}`;
    for (const question of [printChanges, printComponents]) {
      expect((await ask(question, nobody)).join()).to.match(/cannot tell \(.*ECONNREFUSED/);
      expect((await ask(question, undefined)).join()).to.include('DESK_URL is not set');
    }
  });
});
