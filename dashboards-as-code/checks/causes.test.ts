import { expect } from 'chai';
import { describe, it } from 'mocha';
import { everyPanel } from './sealed-board.ts';
import { faultsAfter } from './testing/broken-boards.ts';

describe('a board about failures', () => {
  it('splits them by release and marks deployments', () => {
    const faults = faultsAfter((board) => {
      for (const { targets } of everyPanel(board.panels))
        for (const target of targets) {
          if (typeof target.expr === 'string')
            target.expr = target.expr.replaceAll(/by \(([^)]*, )?release\)/g, '');
          target.legendFormat = '__auto';
        }
      board.annotations.list = [];
    });
    expect(faults).to.deep.equal([
      'board "desk-errors": it shows failures or durations and splits nothing by release; add a panel by release, such as "Did a release bring it?".',
      'board "desk-errors": it shows failures or durations and marks no deployment; add the marks of starts (marks.ts).',
    ]);
  });

  it('may take its marks from Grafana’s API', () => {
    expect(
      faultsAfter((board) => {
        for (const mark of board.annotations.list)
          if (mark.name !== 'Firing alerts') {
            mark.datasource = { type: 'datasource', uid: '-- Grafana --' };
            mark.target = { type: 'tags', tags: ['deploy'], limit: 100 };
          }
      }),
    ).to.deep.equal([]);
  });
});
