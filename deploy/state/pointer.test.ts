import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { advance, parsePointer, readPointer, renderPointer, retreat, writePointer } from './pointer.ts';

describe('pointer to the current release', () => {
  let root = '';
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'tocsin-pointer-'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('comes back as it was written', async () => {
    const pointer = {
      id: '20261121T074312Z',
      sequence: 7,
      previous: ['20261120T010101Z', '20261119T010101Z'],
    };
    await writePointer(root, pointer);
    expect(await readPointer(root)).to.deep.equal(pointer);
    expect(await readdir(root)).to.deep.equal(['current']);
  });

  it('is absent before the first deployment', async () => {
    expect(await readPointer(root)).to.equal(undefined);
  });

  it('is refused when a byte was changed or cut', async () => {
    const text = renderPointer({ id: 'a', sequence: 1, previous: [] });
    expect(() => parsePointer(text.replace('release a', 'release b'), 'current')).to.throw('checksum');
    expect(() => parsePointer(text.slice(0, -10), 'current')).to.throw('damaged');
    await writeFile(join(root, 'current'), '');
    expect(await readPointer(root).catch((error: Error) => error.message)).to.include('damaged');
  });

  it('is never seen half-written by a reader', async () => {
    const pointers = ['a', 'b'].map((id) => ({ id: id.repeat(2000), sequence: 1, previous: [] }));
    await writePointer(root, pointers[0]!);
    let isWriting = true;
    const writer = (async () => {
      for (let round = 0; round < 100; round += 1) await writePointer(root, pointers[round % 2]!);
      isWriting = false;
    })();
    let reads = 0;
    while (isWriting) {
      parsePointer(await readFile(join(root, 'current'), 'utf8'), 'current');
      reads += 1;
    }
    await writer;
    expect(reads).to.be.greaterThan(10);
  });

  it('remembers where to go back to, the latest good release first', () => {
    const a = advance(undefined, { id: 'a', sequence: 1 });
    const b = advance(a, { id: 'b', sequence: 2 });
    const c = advance(b, { id: 'c', sequence: 3 });
    expect(c.previous).to.deep.equal(['b', 'a']);
  });

  it('forgets the release that was rolled back from', () => {
    const c = { id: 'c', sequence: 3, previous: ['b', 'a'] };
    const b = retreat(c, { id: 'b', sequence: 2 });
    expect(b).to.deep.equal({ id: 'b', sequence: 2, previous: ['a'] });
    expect(advance(b, { id: 'd', sequence: 4 }).previous).to.deep.equal(['b', 'a']);
  });
});
