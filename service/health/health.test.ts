import { createServer } from 'node:http';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import type { Store } from '../db/store.ts';
import { listen, stopServer } from '../http/server.ts';
import { createStore } from '../testing/database.test.ts';
import { call, startDesk } from '../testing/desk.test.ts';

describe('health', () => {
  let store: Store;
  let lokiUrl: string;
  const loki = createServer((_, response) => response.end('{"version":"3.7.6"}'));

  before(async () => {
    ({ store } = await createStore('health'));
    lokiUrl = `http://127.0.0.1:${await listen(loki, { host: '127.0.0.1', port: 0 })}`;
  });
  after(async () => void (await stopServer(loki, 100)));

  it('shows each component with latency, version and state', async () => {
    const desk = await startDesk(store, { config: { lokiUrl } });
    const { status, body, text } = await call(`${desk.url}/health/detailed`);
    await desk.stop();
    expect({ status, overall: body.status }).to.deep.equal({ status: 200, overall: 'healthy' });
    expect(text).to.match(/"name":"database","state":"healthy","latencyMs":[\d.]+,"version":"003-figures"/);
    expect(text).to.match(/"name":"loki","state":"healthy","latencyMs":[\d.]+,"version":"3.7.6"/);
  });

  it('is degraded, and still 200, when only an evidence backend is down', async () => {
    const desk = await startDesk(store, { config: { jaegerUrl: 'http://127.0.0.1:1' } });
    const { status, body, text } = await call(`${desk.url}/health/detailed`);
    await desk.stop();
    expect({ status, overall: body.status }).to.deep.equal({ status: 200, overall: 'degraded' });
    expect(text).to.contain('"name":"jaeger","state":"degraded"');
  });

  it('is alive but not ready while it stops', async () => {
    const desk = await startDesk(store, { isStopping: () => true });
    const answers = await Promise.all(
      ['live', 'ready', 'detailed'].map((path) => call(`${desk.url}/health/${path}`)),
    );
    await desk.stop();
    expect(answers.map(({ status }) => status)).to.deep.equal([200, 503, 503]);
  });
});
