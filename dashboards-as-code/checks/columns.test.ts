import { expect } from 'chai';
import { describe, it } from 'mocha';
import { recordIn } from './sealed-board.ts';
import { boardNamed, faultsAfter, panelNamed } from './testing/broken-boards.ts';

const rename = (uid: string, title: string, added: Readonly<Record<string, string>>): string[] =>
  faultsAfter((_, boards) => {
    for (const { options } of panelNamed(boardNamed(boards, uid), title).transformations)
      Object.assign(recordIn(options, 'renameByName'), added);
  });

describe('a column of a table', () => {
  it('is one that arrives: the values of a lone query are called otherwise than those of several', () => {
    const [lone] = rename('tocsin-delivery', 'What has the gate said of new releases?', {
      'Value #verdicts': 'Times',
    });
    expect(lone).to.contain('its column "Value #verdicts" never arrives from what it asks; take Value.');
    const [several] = rename('tocsin-delivery', 'How well do we deliver, service by service?', {
      Value: 'Lead time',
    });
    expect(several).to.contain('its column "Value" never arrives').and.contain('take Value #frequency or');
  });

  it('is not left out under its own name', () => {
    const [fault] = rename('desk-overview', 'Which alerts are pending or firing?', {
      Value: 'Firing',
    });
    expect(fault).to.contain('its column "Value" is both named and left out; do one of them.');
  });
});
