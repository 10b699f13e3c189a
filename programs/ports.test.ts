import { createServer } from 'node:net';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { canListenOn, freePort } from './ports.ts';

describe('freePort', () => {
  it('never gives the same port twice, also when asked at once', async () => {
    const ports = await Promise.all(Array.from({ length: 50 }, () => freePort()));
    expect(new Set(ports).size).to.equal(50);
  });

  it('gives a port that can be listened on, and sees when it is taken', async () => {
    const port = await freePort();
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    expect(await canListenOn(port)).to.equal(false);
    await new Promise((resolve) => server.close(resolve));
    expect(await canListenOn(port)).to.equal(true);
  });
});
