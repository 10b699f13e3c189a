import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { obtainProgram } from './find.ts';
import { withInstallLock } from './install-lock.ts';
import { identify } from './process-identity.ts';

describe('obtainProgram while another process gets the same kit', () => {
  const before = { ...process.env };
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'tocsin-install-'));
    process.env.PATH = dir;
    process.env.TOCSIN_CACHE = dir;
    mkdirSync(join(dir, 'locks'));
    for (const kit of ['loki', 'jaeger'])
      writeFileSync(join(dir, 'locks', `${kit}.json`), JSON.stringify(identify(process.pid)));
  });
  afterEach(() => {
    process.env.PATH = before.PATH;
    if (before.TOCSIN_CACHE === undefined) delete process.env.TOCSIN_CACHE;
    else process.env.TOCSIN_CACHE = before.TOCSIN_CACHE;
    rmSync(dir, { recursive: true, force: true });
  });

  it('waits a few seconds at most and says who is at it', async () => {
    const began = performance.now();
    const loki = await obtainProgram('loki');
    expect(performance.now() - began).to.be.within(2_500, 6_000);
    if (!('missing' in loki)) return expect.fail('it is there');
    expect(loki.hasFailed).to.equal(false);
    expect(loki.missing).to.match(
      new RegExp(`being got by pid ${process.pid}, started 20.*Z\\).*: try again in a few minutes\\.$`),
    );
  });

  it('stops waiting when it is aborted, however long it might wait', async () => {
    const interrupt = new AbortController();
    const waiting = obtainProgram('jaeger', {
      allowSlow: true,
      signal: interrupt.signal,
      onProgress: () => interrupt.abort(new Error('interrupted')),
    });
    expect(await waiting.catch((error: Error) => error.message)).to.equal('interrupted');
  });

  it('takes the lock when its owner is dead', async () => {
    const path = join(dir, 'locks', 'loki.json');
    writeFileSync(path, JSON.stringify({ ...identify(process.pid), startTicks: 1 }));
    const work = async (): Promise<boolean> => existsSync(path);
    expect(await withInstallLock('loki', () => {}, work, { maxWaitMs: 0 })).to.equal(true);
  });
});
