import { expect } from 'chai';
import { describe, it } from 'mocha';
import { burnRateTiers } from '../burn-rate.ts';
import { budgetOf, budgetUsedBeforeFiring } from './budget.ts';

describe('budgetOf', () => {
  it('is 43.2 minutes and 432 requests for 99.9 % over 30 days at 600 an hour', () => {
    // 0.001 x 43,200 minutes; 0.001 x 720 h x 600.
    const objective = { target: 0.999, windowDays: 30 } as const;
    expect(budgetOf(objective, 600)).to.deep.equal({ outageMinutes: 43.2, events: 432 });
  });

  it('is 504 minutes and 8,400 requests for 95 % over 7 days at 1,000 an hour', () => {
    // 0.05 x 10,080 minutes; 0.05 x 168 h x 1,000.
    const objective = { target: 0.95, windowDays: 7 } as const;
    expect(budgetOf(objective, 1000)).to.deep.equal({ outageMinutes: 504, events: 8400 });
  });
});

describe('budgetUsedBeforeFiring', () => {
  it('is the 2, 5, 10 and 10 % of the workbook and what burns during the hold', () => {
    // 100 x 120 / 2,592,000; 14.4 x 3,600 / ...; 6 x (21,600 + 900) / ...; 3 x (86,400 + 3,600) / ...; (259,200 + 10,800) / ...
    const used = burnRateTiers.map((tier) => budgetUsedBeforeFiring(tier, { target: 0.999, windowDays: 30 }));
    expect(used).to.deep.equal([0.00462962962963, 0.02, 0.0520833333333, 0.104166666667, 0.104166666667]);
  });

  it('goes by the share that is enough where the factor asks for more', () => {
    // 0.2 of 0.01 is 20 times too fast: 20 x 120 / 2,592,000.
    const [now] = burnRateTiers;
    expect(budgetUsedBeforeFiring(now, { target: 0.99, windowDays: 30 })).to.equal(0.000925925925926);
  });
});
