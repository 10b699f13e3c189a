import { expect } from 'chai';
import { describe, it } from 'mocha';
import { runCase } from './crash-case.ts';
import { resumeSeries, rollbackSeries, standbySeries } from './crash-matrix.ts';
import { fullDeploySeries } from './full-disk.ts';
import { nodeOptionsFor } from './injection.ts';
import { type TwoReleases, ungated, watchedBriefly, withTwoReleases } from './two-releases.ts';

/** A few points of the whole matrix (npm run drill:deploy), each of another kind. */
const deployEntries = ['done start', 'done canary', 'done serve', 'done point', 'intent stop', 'done prune'];
/** The last is in the operation that ends the watch. */
const watchedEntries = ['done stand-by', 'intent stop'];

describe('engine that is killed', function () {
  this.timeout(300_000);

  it('leaves what one resume puts in order, without a failed request', async () => {
    await withTwoReleases(async (two) => {
      const { stand, source } = two;
      for (const entry of deployEntries) {
        const cutOff = nodeOptionsFor({ kind: 'kill-before-entry', entry });
        const result = await runCase(stand, () =>
          stand.runWith(cutOff, 'deploy', '--source', source, ...ungated),
        );
        expect(result.struckAt).to.include(`of deploy: ${entry}`);
        expect(result.faults, entry).to.deep.equal([]);
        expect(result.requests).to.be.greaterThan(10);
      }
      for (const entry of watchedEntries) {
        const cutOff = nodeOptionsFor({ kind: 'kill-before-entry', entry });
        const result = await runCase(stand, () =>
          stand.runWith(cutOff, 'deploy', '--source', source, ...watchedBriefly),
        );
        expect(result.struckAt).to.match(new RegExp(`of (deploy|watch): ${entry}`));
        expect(result.faults, entry).to.deep.equal([]);
      }
      for (const [series, point, place] of pointsOf(two)) {
        const result = await series.strike(stand, point);
        expect(result.struckAt).to.match(place);
        expect(result.faults, result.struckAt).to.deep.equal([]);
      }
    });
  });
});

function pointsOf(two: TwoReleases) {
  return [
    [rollbackSeries(two, 'tear'), 9, /^inside line 9 of rollback: /],
    [standbySeries(two, 'kill-before'), 5, /^before line \d+ of rollback: /],
    [resumeSeries(two, 'kill-after', 'done serve'), 3, /^after line 3 of resume: intent /],
    [resumeSeries(two, 'kill-before', 'done point'), 4, /^before line 4 of resume: done /],
    [fullDeploySeries(two), 30, /^disk full at write 30: /],
  ] as const;
}
