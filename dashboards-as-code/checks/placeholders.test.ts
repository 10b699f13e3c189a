import { expect } from 'chai';
import { describe, it } from 'mocha';
import { placeholder } from '../placeholder.ts';
import { faultsAfter, panelNamed } from './testing/broken-boards.ts';

const table = 'Which 10 routes fail most?';

describe('words and variables', () => {
  it('speak of variables that the board has', () => {
    const faults = faultsAfter((board) => {
      panelNamed(board, table).description += ` In $region and ${placeholder('environment')}.`;
      board.title = 'desk in $zone';
    });
    expect(faults).to.deep.equal([
      'board "desk-errors": its words have $zone, which is no variable of this board; add the variable, or say it in other words.',
      `board "desk-errors", panel "${table}": its words have $region, which is no variable of this board; add the variable, or say it in other words.`,
    ]);
  });

  it('are there to be used', () => {
    const faults = faultsAfter((_, boards) => {
      for (const board of boards)
        board.templating.list.push({
          name: 'method',
          type: 'query',
          query: { query: 'label_values(http_requests_total{service="desk"}, method)' },
        });
    });
    expect(faults).to.include(
      'board "desk-errors", variable "method": no question uses it; use it in a query, or take it off the board.',
    );
  });
});
