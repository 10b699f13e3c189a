import { expect } from 'chai';
import { describe, it } from 'mocha';
import { withTwoReleases } from '../two-releases.ts';
import { proxyRestartedInCanary } from './proxy.ts';

describe('a canary whose proxy is started again', () => {
  it('gets its share again, and is promoted', async function () {
    this.timeout(120_000);
    await withTwoReleases(async (two) => expect(await proxyRestartedInCanary.run(two)).to.deep.equal([]));
  });
});
