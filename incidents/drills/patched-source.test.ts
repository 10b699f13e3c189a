import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { badRelease } from './bad-release.ts';
import { copyPatchedSource } from './patched-source.ts';

const root = dirname(dirname(import.meta.dirname));

describe('copyPatchedSource', () => {
  let target: string;
  beforeEach(async () => {
    target = await mkdtemp(join(tmpdir(), 'tocsin-patched-'));
  });
  afterEach(() => rm(target, { recursive: true }));

  it("puts the drill's defect into the copy and leaves the repository alone", async () => {
    const [patch] = badRelease.fault.patches;
    if (patch === undefined) throw new Error('the drill has no patch');
    const before = await readFile(join(root, patch.file), 'utf8');
    await copyPatchedSource(root, target, badRelease.fault.patches);
    expect(await readFile(join(target, patch.file), 'utf8')).to.include(patch.replace);
    expect(await readFile(join(root, patch.file), 'utf8')).to.equal(before);
  });

  it('refuses a patch that the source has outgrown, and says in which file', async () => {
    const stale = [{ file: 'service/main.ts', find: 'no such line', replace: '' }];
    await copyPatchedSource(root, target, stale).then(
      () => expect.fail('it took the patch'),
      (error: Error) => expect(error.message).to.include('service/main.ts').and.include('fits in 0'),
    );
  });
});
