import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { desk } from '../../alerts/catalog/desk.ts';
import { probesDue } from './probe-need.ts';
import { Prober } from './prober.ts';
import { gateSettings } from './settings.ts';

const [availability, latency] = desk.objectives;

describe('probes of the gate', () => {
  let server: Server;
  let received: IncomingMessage[];
  let url = '';
  beforeEach(async () => {
    received = [];
    server = createServer((request, response) => {
      received.push(request);
      if (request.url === '/never') request.socket.destroy();
      else response.writeHead(request.url === '/bad' ? 500 : 200).end('x');
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const address = server.address();
    url = `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
  });
  afterEach(() => server.close().closeAllConnections());

  const answered = async (prober: Prober, total: number): Promise<void> => {
    while (prober.countOf(availability).total < total) await new Promise(setImmediate);
  };

  it('are GETs of the paths in turn that anybody can tell from a user', async () => {
    const prober = new Prober(url, ['/', '/list']);
    prober.send(3);
    await answered(prober, 3);
    expect(received.map(({ method, url: path }) => `${method} ${path}`)).to.have.members([
      'GET /',
      'GET /list',
      'GET /',
    ]);
    for (const { headers } of received)
      expect(headers).to.include({ 'user-agent': 'tocsin-gate', 'x-tocsin-probe': 'gate' });
  });

  it('are never more than ten at a time', async () => {
    const prober = new Prober(url, ['/']);
    prober.send(500);
    await answered(prober, 10);
    expect(prober.sent).to.equal(10);
  });

  it('count as bad by what each objective promises, an answer that never came by all of them', async () => {
    const prober = new Prober(url, ['/', '/bad', '/never']);
    prober.send(6);
    await answered(prober, 6);
    expect(prober.countOf(availability)).to.deep.equal({ total: 6, bad: 4 });
    expect(prober.countOf(latency)).to.deep.equal({ total: 6, bad: 2 });
    // What the release cannot have counted is not taken off its counts.
    expect(prober.countOf(availability, Date.now() + 1_000)).to.deep.equal({ total: 4, bad: 2 });
    expect(prober.countOf(availability, 0)).to.deep.equal({ total: 0, bad: 0 });
  });

  it('that are under way when the gate ends are given up and count for nothing', async () => {
    server.removeAllListeners('request');
    const prober = new Prober(url, ['/']);
    prober.send(2);
    await prober.stop();
    expect(prober.countOf(availability)).to.deep.equal({ total: 0, bad: 0 });
  });
});

describe('need of probes', () => {
  const settings = gateSettings({ seconds: 60, allowsUnproven: false });
  const due = (seen: Partial<Parameters<typeof probesDue>[0]>): number =>
    probesDue({ settings, elapsedSeconds: 20, usersSent: 0, percentSeconds: 200, probesSent: 0, ...seen });

  it('is what users will not send, spread over what is left', () => {
    expect(due({})).to.equal(3);
    expect(due({ probesSent: 100 })).to.equal(0);
    expect(due({ elapsedSeconds: 59 })).to.equal(10);
  });

  it('is none where users will send enough, though they have not yet', () => {
    // 11 in 20 s at 10 % on average; of percent times seconds, 200 are over and 1,700 to come.
    expect(due({ usersSent: 11 })).to.equal(0);
    expect(due({ usersSent: 10 })).to.equal(1);
  });

  it('is not known at the beginning', () => {
    expect(due({ elapsedSeconds: 5 })).to.equal(0);
  });
});
