import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, beforeEach, describe, it } from 'mocha';
import type { ReleaseArchive } from '../kits.ts';
import { freePort } from '../ports.ts';
import { unpackArchive } from './archive.ts';
import { findSum } from './sums.ts';

describe('unpackArchive', () => {
  const root = mkdtempSync(join(tmpdir(), 'tocsin-archive-'));
  const served = new Map<string, Buffer>();
  let server: Server;
  let base: string;
  let dir: string;

  before(async () => {
    server = createServer((request, response) => {
      if (request.url === '/silent') return;
      const body = served.get(request.url ?? '');
      response.writeHead(body === undefined ? 404 : 200).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    base = `http://127.0.0.1:${typeof address === 'object' ? address?.port : address}`;

    mkdirSync(join(root, 'demo-1.0'));
    writeFileSync(join(root, 'demo-1.0', 'demo'), '#!/bin/sh\necho demo, version 1.0.0\n', { mode: 0o755 });
    const foreign = ['--owner=12345', '--group=12345'];
    execFileSync('tar', ['-czf', join(root, 'demo.tar.gz'), ...foreign, '-C', root, 'demo-1.0']);
    served.set('/demo.tar.gz', readFileSync(join(root, 'demo.tar.gz')));
    served.set('/demo.zip', Buffer.from(zipOfOneFile, 'base64'));
  });
  after(async () => {
    await new Promise((resolve) => server.close(resolve));
    rmSync(root, { recursive: true, force: true });
  });
  beforeEach(() => {
    dir = mkdtempSync(join(root, 'into-'));
  });

  const archive = (file: string, sums: string, overrides: Partial<ReleaseArchive> = {}): ReleaseArchive => {
    served.set('/sums', Buffer.from(sums));
    return {
      version: '1.0.0',
      url: () => `${base}/${file}`,
      sumsUrl: () => `${base}/sums`,
      sumsCover: 'archive',
      format: 'tar.gz',
      programs: { jaeger: 'demo' },
      ...overrides,
    };
  };
  const unpack = (release: ReleaseArchive) => unpackArchive(release, dir, () => {});
  const failureOf = (promise: Promise<unknown>) =>
    promise.then(
      () => expect.fail('it was taken'),
      (error: Error) => error.message,
    );

  it('takes an archive that is what the sums say, and leaves only its content', async () => {
    const content = await unpack(
      archive('demo.tar.gz', `${sha256(served.get('/demo.tar.gz'))}  demo.tar.gz\n`),
    );
    expect(content).to.include({ version: '1.0.0', source: 'release archive' });
    expect(execFileSync(join(dir, 'demo'), { encoding: 'utf8' })).to.contain('version 1.0.0');
    expect(existsSync(join(dir, 'demo.tar.gz'))).to.equal(false);
    // By root too: what was packed as another user's is this user's.
    expect(statSync(join(dir, 'demo')).uid).to.equal(process.getuid?.());
  });

  it('gives up a download at once when it is aborted', async () => {
    const interrupt = new AbortController();
    const silent = archive('silent', 'x');
    const onRequest = ({ url }: { url?: string }): void => {
      if (url === '/silent') interrupt.abort(new Error('interrupted'));
    };
    server.on('request', onRequest);
    expect(await failureOf(unpackArchive(silent, dir, () => {}, interrupt.signal))).to.equal('interrupted');
    server.off('request', onRequest);
  });

  it('checks the programs inside where the sums are theirs', async () => {
    const good = `${sha256(readFileSync(join(root, 'demo-1.0', 'demo')))} *demo-1.0/demo\n`;
    await unpack(archive('demo.tar.gz', good, { sumsCover: 'programs' }));
    const wrong = archive('demo.tar.gz', `${'0'.repeat(64)} *demo-1.0/demo\n`, { sumsCover: 'programs' });
    expect(await failureOf(unpack(wrong))).to.match(/^demo has the SHA-256 .*it was not used$/);
  });

  it('takes the one file out of a zip', async () => {
    await unpack(archive('demo.zip', `${sha256(served.get('/demo.zip'))}  ./demo.zip\n`, { format: 'zip' }));
    expect(readFileSync(join(dir, 'demo'), 'utf8')).to.equal('hello');
  });

  it('refuses an archive with another sum, or that the sums do not list', async () => {
    const wrong = archive('demo.tar.gz', `${'0'.repeat(64)}  demo.tar.gz\n`);
    expect(await failureOf(unpack(wrong))).to.match(/^demo\.tar\.gz has the SHA-256 .*own sums say 0000/);
    const unlisted = archive('demo.tar.gz', `${'0'.repeat(64)}  other.tar.gz\n${'1'.repeat(64)}  third\n`);
    expect(await failureOf(unpack(unlisted))).to.contain('do not list demo.tar.gz');
    expect(existsSync(join(dir, 'demo'))).to.equal(false);
  });

  it('says at once that nobody can be reached, or what the server answered', async () => {
    const port = await freePort();
    const before = performance.now();
    const nobody = archive('x', '', { url: () => `http://127.0.0.1:${port}/x` });
    expect(await failureOf(unpack(nobody))).to.equal(`127.0.0.1:${port} cannot be reached`);
    expect(performance.now() - before).to.be.below(2_000);
    expect(await failureOf(unpack(archive('absent.tar.gz', 'x')))).to.equal(
      `${base}/absent.tar.gz answered 404`,
    );
  });
});

describe('findSum', () => {
  const hash = 'a'.repeat(64);
  it('reads lines with a path, binary marks, and a bare hash', () => {
    expect(findSum(`${hash}  a.zip\n${'b'.repeat(64)}  b.zip`, 'b.zip')).to.equal('b'.repeat(64));
    expect(findSum(`${hash} *dir/a`, 'a')).to.equal(hash);
    expect(findSum(`${hash.toUpperCase()}\n`, 'whatever')).to.equal(hash);
    expect(findSum(`${hash}  other`, 'a')).to.equal(undefined);
    expect(findSum('<html>not found</html>', 'a')).to.equal(undefined);
  });
});

function sha256(content: Buffer | undefined): string {
  return createHash('sha256')
    .update(content ?? '')
    .digest('hex');
}

// A zip with one deflated file, "demo", that says "hello".
const zipOfOneFile =
  'UEsDBBQAAAAIAAAAIVyGphA2BwAAAAUAAAAEAAAAZGVtb8tIzcnJBwBQSwECFAMUAAAACAAAACFchqYQNgcAAAAFAAAABAAAAAAAAAAAAAAAgAEAAAAAZGVtb1BLBQYAAAAAAQABADIAAAApAAAAAAA=';
