import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { readToken } from './token-file.ts';

describe('a token file', () => {
  let folder: string;
  const file = (): string => join(folder, 'token');
  const refusal = (): Promise<string> => readToken(file()).catch((error: Error) => error.message);
  const hold = async (text: string, mode = 0o600): Promise<void> => {
    await writeFile(file(), text);
    await chmod(file(), mode);
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tocsin-token-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('is refused when it is not there', async () => {
    expect(await refusal()).to.equal(
      `--token-file ${file()} cannot be read (ENOENT); put the token of a service account there.`,
    );
  });

  it('holds a token, with or without the end of its line', async () => {
    await hold('glsa_abc_123\n');
    expect(await readToken(file())).to.equal('glsa_abc_123');
  });

  it('is refused when others may read it, in any way', async () => {
    for (const mode of [0o644, 0o640, 0o604]) {
      await hold('glsa_abc', mode);
      expect(await refusal()).to.equal(
        `--token-file ${file()} may be read by others (mode ${mode.toString(8)}); run "chmod 600 ${file()}", and make a new token if they did.`,
      );
    }
  });

  it('is refused when it holds anything else, which is not repeated', async () => {
    await hold('  \n');
    expect(await refusal()).to.include('holds nothing;');
    for (const text of ['user: secret', 'glsa_a\nglsa_b', 'glsa_\u0000', 'é', 'x'.repeat(1001)]) {
      await hold(text);
      const said = await refusal();
      expect(said).to.include('holds more than a token;');
      expect(said).not.to.include(text);
    }
  });
});
