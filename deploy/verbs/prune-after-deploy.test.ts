import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { DeployStand } from '../stand/deploy-stand.ts';
import { writeTree } from '../stand/source-tree.ts';

const ungated = ['--gate-seconds', '1', '--allow-unproven'];

describe('end of a deployment', function () {
  this.timeout(60_000);
  let stand: DeployStand;
  let source = '';
  before(async () => {
    stand = await DeployStand.open();
    source = await stand.writeSource({});
    await stand.deployed(source);
  });
  after(() => stand?.close());

  it('frees what a crashed build left', async () => {
    await writeTree(stand.root, { 'incoming/20200101T000000Z/service/half.ts': 'torn' });
    const { exitCode, output } = await stand.run('deploy', '--source', source, ...ungated);
    expect(exitCode, output).to.equal(0);
    expect(output).to.match(/prune releases .* \(freed 1 remnant of a crashed build, /);
    expect(await readdir(join(stand.root, 'incoming'))).to.deep.equal([]);
  });

  it('is a success also where nothing could be freed, and says why', async () => {
    const odd = join(stand.root, 'releases', '20200101T000000Z');
    await writeFile(odd, 'a file where a release should be');
    const { exitCode, output } = await stand.run('deploy', '--source', source, ...ungated);
    await rm(odd);
    expect(exitCode, output).to.equal(0);
    expect(output).to.match(/prune releases .* \(skipped ENOTDIR/);
  });
});
