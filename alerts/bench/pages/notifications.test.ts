import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { Firing } from './evaluate.ts';
import { firstMessages } from './notifications.ts';
import { sloth } from './rule-sets.ts';

const times = { waitSeconds: 5, intervalSeconds: 300 };

describe('first messages of a group', () => {
  it('come once for one alert, after the wait', () => {
    expect(firstMessages([firing(100, 2000)], times)).to.deep.equal([105]);
  });

  it('do not come again while another alert of the group fires', () => {
    expect(firstMessages([firing(100, 2000), firing(500, 3000)], times)).to.deep.equal([105]);
  });

  it('do not come again where an alert flaps between two looks', () => {
    expect(firstMessages([firing(100, 160), firing(200, 260)], times)).to.deep.equal([105]);
  });

  it('come again once a look found nothing firing', () => {
    expect(firstMessages([firing(100, 160), firing(500, 560)], times)).to.deep.equal([105, 505]);
  });

  it('come again no more where an alert never ends', () => {
    expect(firstMessages([firing(100, Number.POSITIVE_INFINITY), firing(9000, 9100)], times)).to.have.length(
      1,
    );
  });
});

function firing(start: number, end: number): Firing {
  return { tier: sloth.tiers[0]!, start, end };
}
