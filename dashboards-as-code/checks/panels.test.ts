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

describe('an id that Grafana does not know', () => {
  const refused = (change: (panel: SealedPanel) => void): string[] =>
    faultsAfter((board) => change(panelNamed(board, 'Which 10 routes fail most?')));
  const fix =
    'is none that the boards may use; spell it as Grafana does, or add it to dashboards-as-code/checks/grafana-ids.ts.';

  it('is refused as a unit, also of an override or of a heatmap’s axis', () => {
    expect(
      refused((panel) => {
        panel.fieldConfig.defaults.unit = 'requests';
      }),
    ).to.deep.equal([`board "desk-errors", panel "Which 10 routes fail most?": unit "requests" ${fix}`]);
    expect(
      refused((panel) => {
        panel.fieldConfig.overrides.push({
          matcher: { id: 'byName', options: 'x' },
          properties: [{ id: 'unit', value: 'sec' }],
        });
      })[0],
    ).to.contain('unit "sec"');
    expect(
      faultsAfter((board) => {
        panelNamed(board, 'Are all requests slower, or is there a second group?').options.yAxis = {
          unit: 'secs',
        };
      })[0],
    ).to.contain('unit "secs"');
  });

  it('is refused as a matcher, a property or a transformation', () => {
    const faults = refused((panel) => {
      panel.fieldConfig.overrides.push({
        matcher: { id: 'byTitle', options: 'x' },
        properties: [{ id: 'custom.widht', value: 1 }],
      });
      panel.transformations.push({ id: 'organise', options: {} });
    });
    expect(faults.map((fault) => /: (.+?" is)/.exec(fault)?.[1])).to.deep.equal([
      'override matcher "byTitle" is',
      'override property "custom.widht" is',
      'transformation "organise" is',
    ]);
  });
});

describe('the uid of a board', () => {
  const named = (uid: string): string[] =>
    faultsAfter((_, boards) => {
      const [first] = boards;
      if (first !== undefined) boards.push({ ...first, uid, title: 'till: Service overview', links: [] });
    }).filter((fault) => fault.startsWith(`board "${uid}":`));

  it('is one that Grafana can hold', () => {
    expect(named('till overview')).to.deep.equal([
      'board "till overview": Grafana refuses " " in a uid; name the service with a-z, 0-9 and "-" only.',
    ]);
    expect(named('tïll')[0]).to.contain('Grafana refuses "ï" in a uid');
    expect(named('x'.repeat(41))[0]).to.contain('its uid has 41 characters, and Grafana takes 40');
    expect(named('x'.repeat(40))).to.deep.equal([]);
    expect(named('')[0]).to.contain('"till: Service overview" has no uid');
  });

  it('is that of one board only: two that collide are both named', () => {
    expect(named('desk-overview')).to.deep.equal([
      'board "desk-overview": "till: Service overview" and "desk: Service overview" (desk-overview) have the same uid, and one would overwrite the other; rename a service or a board.',
    ]);
    expect(named('Desk-Overview')[0]).to.contain(
      '"desk: Service overview" (desk-overview) have the same uid',
    );
  });
});
