import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { SealedPanel } from './sealed-board.ts';
import { faultsAfter, panelNamed } from './testing/broken-boards.ts';

const title = 'Is it one instance?';
const here = `board "desk-errors", panel "${title}": `;

function afterChange(change: (panel: SealedPanel) => void): string[] {
  return faultsAfter((board) => change(panelNamed(board, title)));
}

describe('a panel', () => {
  it('asks a question or makes a claim, and no other panel has its title', () => {
    expect(
      afterChange((panel) => {
        panel.title = 'Errors by instance';
      }),
    ).to.deep.equal([
      'board "desk-errors", panel "Errors by instance": its title "Errors by instance" asks and claims nothing; write a question with "?" or a claim with ".".',
    ]);
    const [fault] = afterChange((panel) => {
      panel.title = 'Did a release bring it?';
    });
    expect(fault).to.match(/panel "Did a release bring it\?": two panels have this title/);
  });

  it('describes itself in as many words as somebody reads', () => {
    for (const length of [0, 79, 701])
      expect(
        afterChange((panel) => {
          panel.description = 'x'.repeat(length);
        }),
      ).to.deep.equal([
        `${here}its description has ${length} characters; say in 80 to 700 how to read it and what to do next.`,
      ]);
  });

  it('has a unit, words for nothing, a datasource and something to ask', () => {
    const faults = afterChange((panel) => {
      panel.fieldConfig.defaults = { noValue: ' ' };
      delete panel.datasource;
      panel.targets = [];
    });
    expect(faults).to.deep.equal([
      `${here}it has no unit; give it one; "none" is one too.`,
      `${here}it does not say what it means that there is nothing to show; give it a noValue text.`,
      `${here}it has no datasource; give it the one that its targets ask.`,
      `${here}it asks nothing; give it a target, or take it out.`,
    ]);
  });

  it('tells its targets apart, each with a datasource', () => {
    const faults = afterChange((panel) => {
      panel.targets = [...panel.targets, ...panel.targets.map(({ datasource: _, ...target }) => target)];
    });
    expect(faults).to.include(`${here}two targets have the refId "A"; name one of them otherwise.`);
    expect(faults).to.include(`${here}target A has no datasource; give it one.`);
  });

  it('shows which line is which', () => {
    const [fault] = afterChange((panel) => {
      panel.options.legend = { showLegend: false };
    });
    expect(fault).to.contain('its legend is off');
  });

  it('has an id that links can rely on, of its own, also inside a row', () => {
    const numbered = (id: number | undefined): string[] =>
      faultsAfter((board) => {
        const panel = panelNamed(board, 'Is the database slow?');
        if (id === undefined) delete panel.id;
        else panel.id = id;
      });
    for (const id of [undefined, 0, 1.5])
      expect(numbered(id)[0]).to.contain(`its id is ${id ?? 'missing'}, so`);
    const inside = faultsAfter((board) => {
      const panel = panelNamed(board, title);
      const row = panelNamed(board, 'What else moved at that time?');
      row.panels = [{ ...panel, title: 'Is it this one?' }];
    });
    expect(inside).to.deep.equal([
      `board "desk-errors", panel "Is it this one?": its id ${17149} is also that of "${title}"; rename one slug.`,
    ]);
  });
});
