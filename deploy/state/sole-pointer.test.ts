import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { writePointer } from './pointer.ts';
import { requireSolePointer } from './sole-pointer.ts';

describe('pointer that is not the only one', () => {
  let root = '';
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'tocsin-sole-'));
    await writePointer(root, { id: 'a', sequence: 2, previous: ['b'] });
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  const refusal = (): Promise<string | undefined> =>
    requireSolePointer(root).then(
      () => undefined,
      (error: Error) => error.message,
    );

  it('is told by any name that a copy of it may have', async () => {
    for (const name of ['current.bak', 'current (1)', 'current~', 'CURRENT.txt']) {
      await writeFile(join(root, name), '');
      expect(await refusal(), name).to.include(`more than one pointer: current and ${name}`);
      await rm(join(root, name));
    }
  });

  it('is neither a replacement that was cut off nor a file of another name', async () => {
    await writeFile(join(root, 'current.4711.tmp'), '');
    await writeFile(join(root, 'currently-broken.md'), '');
    expect(await refusal()).to.equal(undefined);
  });

  it('is one that names a release twice', async () => {
    await writePointer(root, { id: 'a', sequence: 2, previous: ['b', 'a'] });
    expect(await refusal()).to.include('names release a twice');
  });

  it('cannot be where nothing is', async () => {
    await rm(root, { recursive: true });
    expect(await refusal()).to.equal(undefined);
  });
});
