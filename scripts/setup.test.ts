import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { runCommand } from '../programs/run.ts';

describe('setup', () => {
  it('leaves an installation alone that npm ci made by hand, when only a missing one is to be made', async () => {
    const root = await mkdtemp(join(tmpdir(), 'tocsin-setup-'));
    try {
      const script = join(root, 'scripts', 'setup.mjs');
      await mkdir(join(root, 'scripts'));
      await mkdir(join(root, 'node_modules'));
      await copyFile(join(import.meta.dirname, 'setup.mjs'), script);
      await writeFile(join(root, 'package-lock.json'), '{}');
      await writeFile(join(root, 'node_modules', '.package-lock.json'), '{}');
      const { exitCode, stdout, stderr } = await runCommand(process.execPath, [script, '--if-missing']);
      expect({ exitCode, said: stdout + stderr }).to.deep.equal({ exitCode: 0, said: '' });
      expect(await readdir(join(root, 'node_modules'))).to.deep.equal(['.package-lock.json']);
    } finally {
      await rm(root, { recursive: true });
    }
  });
});
