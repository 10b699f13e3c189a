import { expect } from 'chai';
import { describe, it } from 'mocha';
import { Milestones } from './milestones.ts';

describe('Milestones', () => {
  it('counts seconds from the first failing request and keeps the first time of each', () => {
    const milestones = new Milestones();
    milestones.reach('first failing request', 1_000_000);
    milestones.reach('incident open', 1_027_500);
    milestones.reach('incident open', 1_999_000);
    expect(milestones.secondsToFault('incident open')).to.equal(27.5);
    expect(milestones.renderTable()).to.match(/incident open +00:17:07 +\+27\.5 s/);
  });

  it('says which ones were not reached', () => {
    expect(new Milestones().renderTable()).to.match(/rollback started +not reached/);
  });
});
