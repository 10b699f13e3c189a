import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { SealedPanel } from './sealed-board.ts';
import { faultsAfter, panelNamed } from './testing/broken-boards.ts';

const title = 'Is it one instance?';
const here = `board "desk-errors", panel "${title}": `;

function afterChange(change: (panel: SealedPanel) => void): string[] {
  return faultsAfter((board) => change(panelNamed(board, title)));
}

describe('the grid', () => {
  it('refuses a panel that sticks out, lies on another one, or has no place', () => {
    const placed = (change: Partial<NonNullable<SealedPanel['gridPos']>>): string[] =>
      afterChange((panel) => {
        if (panel.gridPos !== undefined) Object.assign(panel.gridPos, change);
      });
    expect(placed({ w: 13 })[0]).to.match(
      /it lies at column 12 and is 13 wide, 8 high at line \d+, outside of the grid of 24 columns; make the widths of its line add up to 24\.$/,
    );
    expect(placed({ x: 11 })).to.deep.equal([
      `${here}it lies on panel "Did a release bring it?"; move one of them.`,
    ]);
    expect(placed({ h: 0 })[0]).to.contain('0 high');
    expect(
      afterChange((panel) => {
        delete panel.gridPos;
      })[0],
    ).to.contain('it has no place on the grid');
  });
});
