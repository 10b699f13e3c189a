import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { pollUntil } from '../poll.ts';
import { Load } from './load.ts';

let folder: string;
let server: Server;
let load: Load;
let answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>;

async function begin(): Promise<void> {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  load = Load.start(
    { url: `http://127.0.0.1:${port}`, seed: 1, requestsPerSecond: 50, incidentIds: ['1'] },
    join(folder, 'load.log'),
  );
}

function until(claim: () => boolean): Promise<true> {
  return pollUntil(async () => (claim() ? true : undefined), {
    timeoutMs: 10_000,
    signal: AbortSignal.timeout(11_000),
    failure: () => `it never came true: ${JSON.stringify(load.read())}`,
  });
}

describe('the load', () => {
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tocsin-load-'));
    server = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(async () => {
    await load.stop();
    server.closeAllConnections();
    server.close();
    expect(await readFile(join(folder, 'load.log'), 'utf8')).to.equal('');
    await rm(folder, { recursive: true });
  });

  it('loses nothing to a server that answers', async () => {
    answer = async (request, response) => {
      await text(request);
      response.end('ok');
    };
    await begin();
    await until(() => load.read().answered > 60);
    expect(load.read()).to.include({ failed: 0, lost: 0 });
  });

  it('counts as lost what was cut off and what a proxy answered instead, each once', async () => {
    let cut = 0;
    let unavailable = 0;
    answer = async (request, response) => {
      await text(request);
      if (cut < 3) {
        cut += 1;
        request.socket.destroy();
      } else if (unavailable < 2) {
        unavailable += 1;
        response.writeHead(503).end('<h1>503</h1>\nNo server is here.');
      } else response.end('ok');
    };
    await begin();
    await until(() => load.read().answered > 60);
    const { lost, lostSamples } = load.read();
    expect(lost).to.equal(5);
    expect(lostSamples.join()).to.contain('503 "503 No server is here."');
  });

  it('carries the text it is given, and tells a failed request from a lost one', async () => {
    answer = async (request, response) => {
      const body = await text(request);
      response.writeHead(body.includes('22 %') ? 500 : 200).end();
    };
    await begin();
    await until(() => load.read().answered > 20);
    expect(load.read().firstFailedAt).to.equal(undefined);
    load.carry('at 22 %', 1);
    await until(() => load.read().failed > 3);
    expect(load.read()).to.include({ lost: 0 });
    expect(load.read().firstFailedAt).to.be.a('number');
  });
});
