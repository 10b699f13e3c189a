import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { describeTally, totalOf } from './tally.ts';
import { UserLoad } from './user-load.ts';

describe("the users of the deploy engine's drill", function () {
  this.timeout(60_000);
  let server: Server;
  let url = '';
  let users: UserLoad;
  let seen = { requests: 0, uploads: 0, slow: 0 };
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  beforeEach(async () => {
    seen = { requests: 0, uploads: 0, slow: 0 };
    answer = (_, response) => response.end('ok');
    server = createServer(async (request, response) => {
      const body = await buffer(request);
      seen.requests += 1;
      seen.uploads += body.length > 10_000 ? 1 : 0;
      seen.slow += request.url === '/slow' ? 1 : 0;
      answer(request, response);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    users = UserLoad.start(url);
  });
  afterEach(() => {
    users.end();
    server.closeAllConnections();
    server.close();
  });
  const until = async (claim: () => boolean): Promise<void> => {
    while (!claim()) await pause(20);
  };

  it('send requests of every kind, all counted', async () => {
    await until(() => seen.requests > 500 && seen.uploads > 5 && seen.slow > 1);
    const tally = await users.stop();
    expect(totalOf(tally)).to.include({ failed: 0 });
    expect(totalOf(tally).requests).to.be.closeTo(seen.requests, 100);
    expect(Object.values(tally.counts).every(({ requests }) => requests > 0)).to.equal(true);
    expect(describeTally(tally)).to.have.length(5);
  });

  it('count what was cut off and what was not answered with 200, by its kind', async () => {
    let cut = 0;
    let refused = 0;
    answer = (request, response) => {
      if (request.url === '/slow' && refused < 1) {
        refused += 1;
        response.writeHead(503).end();
      } else if (request.method === 'GET' && request.headers.connection === 'keep-alive' && cut < 2) {
        cut += 1;
        request.socket.destroy();
      } else response.end('ok');
    };
    await until(() => seen.requests > 500 && refused === 1 && cut === 2);
    const { counts, failures } = await users.stop();
    expect(counts.slow.failed).to.equal(1);
    expect(counts['keep-alive'].failed).to.equal(2);
    expect(failures.join()).to.include('slow: status 503').and.include('keep-alive: no answer');
  });
});
