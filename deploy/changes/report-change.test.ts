import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { freePort } from '../../programs/ports.ts';
import { parseDeployConfig } from '../config.ts';
import type { Change } from './change.ts';
import { readOutbox } from './outbox.ts';
import { reportChange } from './report-change.ts';

const change = (id: string): Change => ({
  id,
  kind: 'deploy',
  service: 'desk',
  environment: 'staging',
  release: 'r1',
  status: 'started',
  startedAt: '2026-11-21T07:43:12.000Z',
  by: 'ada',
  summary: 'deploy of r1 started',
});

describe('report of a change', () => {
  let root = '';
  let port = 0;
  let said: string[] = [];
  const servers: Server[] = [];
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'tocsin-changes-'));
    port = await freePort();
    said = [];
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) server.close().closeAllConnections();
    await rm(root, { recursive: true, force: true });
  });

  const report = (id: string): Promise<void> => {
    const env = { HAPROXY_SOCKET: '/none', HAPROXY_FRONT: 'localhost:1', DEPLOY_ROOT: root };
    const config = parseDeployConfig({ ...env, DESK_URL: `http://127.0.0.1:${port}` });
    return reportChange(config, change(id), (line) => said.push(line));
  };
  /** A desk that answers each post with the next status, the last for ever; undefined never answers. */
  async function startDesk(statuses: (number | undefined)[]): Promise<string[]> {
    const taken: string[] = [];
    const server = createServer(async (request, response) => {
      const body = JSON.parse((await request.toArray()).join(''));
      const status = statuses.length > 1 ? statuses.shift() : statuses[0];
      if (status === undefined) return;
      if (status === 201) taken.push(body.id);
      response.writeHead(status).end('{}');
    });
    servers.push(server);
    await once(server.listen(port, '127.0.0.1'), 'listening');
    return taken;
  }
  const waiting = async (): Promise<string[]> => (await readOutbox(root)).map((line) => JSON.parse(line).id);

  it('is kept while the desk is down and delivered in order with the next one', async () => {
    await report('a');
    await report('b');
    expect(await waiting()).to.deep.equal(['a', 'b']);
    const taken = await startDesk([201]);
    await report('c');
    expect(taken).to.deep.equal(['a', 'b', 'c']);
    expect(await waiting()).to.deep.equal([]);
  });

  it('is kept when the desk answers 503, and what was delivered before is not sent again', async () => {
    await report('a');
    const taken = await startDesk([201, 503]);
    await report('b');
    expect(taken).to.deep.equal(['a']);
    expect(await waiting()).to.deep.equal(['b']);
  });

  it('that the desk refuses for good does not hold up the others', async () => {
    await report('a');
    const taken = await startDesk([400, 201]);
    await report('b');
    expect(taken).to.deep.equal(['b']);
    expect(await waiting()).to.deep.equal([]);
    expect(said.join()).to.include('the desk refused a change (status 400');
  });

  it('waits two seconds for a desk that hangs, and no more', async () => {
    await startDesk([undefined]);
    const startedAt = performance.now();
    await report('a');
    expect(performance.now() - startedAt).to.be.within(1_900, 2_500);
    expect(await waiting()).to.deep.equal(['a']);
  });
});
