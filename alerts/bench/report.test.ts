import { expect } from 'chai';
import { describe, it } from 'mocha';
import { count, renderGoals, renderTable } from './report.ts';

describe("a benchmark's report", () => {
  it('lines up figures to the right and names to the left', () => {
    expect(
      renderTable(
        ['row', 'samples'],
        [
          ['a', '12'],
          ['long name', '3'],
        ],
      ).split('\n'),
    ).to.deep.equal([
      '| row       | samples |',
      '| --------- | ------: |',
      '| a         |      12 |',
      '| long name |       3 |',
    ]);
  });

  it('says of each goal whether it was met, and what was measured', () => {
    const goals = [
      { what: 'in 3 s', isMet: true, measured: '2 s' },
      { what: 'in 1 MB', isMet: false, measured: '2 MB' },
    ];
    expect(renderGoals(goals)).to.equal('- goal in 3 s: met (2 s)\n- goal in 1 MB: MISSED (2 MB)');
  });

  it('writes large counts so that they can be read', () => {
    expect(count(15_376_814.6)).to.equal('15,376,815');
  });
});
