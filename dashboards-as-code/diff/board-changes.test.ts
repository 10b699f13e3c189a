import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { changesBetweenBoards } from './board-changes.ts';
import { renderBoardChanges } from './changes-text.ts';
import { contentHash, readBoard } from './classic-board.ts';

const text = readFileSync(join(import.meta.dirname, '../generated/boards/desk-errors.json'), 'utf8');
const board = readBoard(JSON.parse(text), 'desk-errors');
const title = 'When did it begin, and is it over?';

describe('changes of boards', () => {
  it('are none for a board that Grafana numbered, stamped and wrote with its nulls', () => {
    const stored = { ...JSON.parse(text), id: 7, version: 12, gnetId: null };
    expect(changesBetweenBoards([board], [readBoard(stored, 'stored')])).to.deep.equal([]);
    expect(contentHash(readBoard(stored, 'stored'))).to.equal(contentHash(board));
  });

  it('name the board, the panel and the threshold that moves', () => {
    expect(
      said((json) => {
        panelOf(json, title).fieldConfig.defaults.thresholds.steps[4]!.value = 0.02;
      }),
    ).to.deep.equal([`panel "${title}": threshold red moves from 0.0144 to 0.02`]);
  });

  it('name thresholds that come, go and change their colour', () => {
    expect(
      said((json) => {
        const { thresholds } = panelOf(json, title).fieldConfig.defaults;
        thresholds.steps = [{ color: 'text' }, ...thresholds.steps.slice(2), { color: 'purple', value: 0.5 }];
      }),
    ).to.deep.equal([
      `panel "${title}"`,
      '  below all thresholds green -> text',
      '  threshold orange at 0.001 is gone',
      '  new threshold purple at 0.5',
    ]);
  });

  it('show a query before and after, and how it is asked', () => {
    expect(
      said((json) => {
        Object.assign(panelOf(json, 'Which routes are slow?').targets[0]!, {
          expr: 'up',
          legendFormat: '{{release}}',
        });
      }),
    ).to.satisfy(
      ([subject, changes, from, to, legend]: string[]) =>
        subject === 'panel "Which routes are slow?"' &&
        changes === '  query A changes' &&
        from?.startsWith('    from  histogram_quantile(') &&
        to === '    to    up' &&
        legend === '  query A: legendFormat changes from "{{route}}" to "{{release}}"',
    );
  });

  it('tell queries that come and go', () => {
    expect(
      said((json) => {
        panelOf(json, title).targets = [{ refId: 'B', expr: 'vector(1)' }];
      }).map((line) => line.slice(0, 40)),
    ).to.deep.equal(
      [
        `panel "${title}"`.slice(0, 40),
        '  query A is gone: (sum(increase(http_request',
        '  new query B: vector(1)',
      ].map((line) => line.slice(0, 40)),
    );
  });

  it('tell title, unit, text without data, look and size', () => {
    expect(
      said((json) => {
        const panel = panelOf(json, title);
        Object.assign(panel, { title: 'Is it over?', type: 'barchart' });
        panel.fieldConfig.defaults.unit = 'short';
        panel.fieldConfig.defaults.noValue = 'quiet';
        panel.options.legend.showLegend = false;
        panel.gridPos.h = 12;
      }),
    ).to.deep.equal([
      `panel "${title}"`,
      `  title "${title}" -> "Is it over?"`,
      '  is shown as "timeseries" -> "barchart"',
      '  unit "percentunit" -> "short"',
      '  text when there is nothing "no requests" -> "quiet"',
      '  options.legend.showLegend changes from true to false',
      '  is 8 wide and 12 high, not 8 and 8',
    ]);
  });

  it('tell only the panel that moved, not all that lie lower for it', () => {
    expect(
      said((json) => {
        // The third of a line comes first, and the sections below lie lower.
        for (const panel of json.panels.slice(4, 7)) panel.gridPos.x = (panel.gridPos.x + 8) % 24;
        for (const panel of json.panels.slice(7)) panel.gridPos.y += 3;
      }).filter((line) => line.includes('place')),
    ).to.deep.equal([
      'panel "Did the traffic itself change?": moves to another place in section "Since when, and how many?"',
    ]);
    expect(
      said((json) => {
        panelOf(json, 'Is the database slow?').gridPos.y = 20;
      }),
    ).to.deep.equal(['panel "Is the database slow?": moves to section "Where does it fail?"']);
  });

  it('tell panels and sections that come and go', () => {
    expect(
      said((json) => {
        json.panels = json.panels.filter((panel) => panel.title !== 'Is the database slow?');
        json.panels.push({
          ...panelOf(json, 'Where does it fail?'),
          id: 1,
          title: 'New?',
          gridPos: { x: 0, y: 90, w: 24, h: 1 },
          collapsed: true,
          panels: [{ ...panelOf(json, title), id: 2, type: 'stat', title: 'Fresh?' }],
        });
      }),
    ).to.deep.equal([
      'section "New?": is new',
      'panel "Is the database slow?": is gone',
      'panel "Fresh?": is new: a stat with 1 query in section "New?"',
    ]);
  });

  it('warn of an id that changes, because links to the panel break', () => {
    expect(
      said((json) => {
        panelOf(json, title).id = 5;
      })[0],
    ).to.equal(`panel "${title}": goes by another id (id 71429 -> id 5): links to it open nothing any more`);
  });

  it('tell variables, marks, links and settings of the board', () => {
    expect(
      said((json) => {
        json.templating.list[0]!.query.query = 'label_values(up, env)';
        json.templating.list[0]!.definition = 'label_values(up, env)';
        json.templating.list.pop();
        json.annotations.list[1]!.iconColor = 'purple';
        json.links.push({ title: 'Runbook', url: 'https://example.org' });
        json.time.from = 'now-6h';
        json.tags.push('mine');
      }),
    ).to.deep.equal([
      'the board',
      '  tags.2 is now "mine"',
      '  time.from changes from "now-1h" to "now-6h"',
      'variable "route": is gone',
      'variable "environment"',
      '  changes',
      '    from  label_values(up{service="desk"}, environment)',
      '    to    label_values(up, env)',
      'mark "Firing alerts": iconColor changes from "red" to "purple"',
      'link "Runbook": is new: https://example.org',
    ]);
  });

  it('tell overrides by what they match', () => {
    expect(
      said((json) => {
        panelOf(json, 'Which 10 routes fail most?').fieldConfig.overrides[1]!.properties[1]!.value = 2;
      }),
    ).to.deep.equal([
      'panel "Which 10 routes fail most?": override of "Errors": decimals changes from 0 to 2',
    ]);
  });

  it('are never none where the content differs', () => {
    expect(
      said((json) => {
        json.templating.list.reverse();
      })[0],
    ).to.equal('the board');
  });

  it('tell boards that come and go, by their uid', () => {
    const other = readBoard({ ...JSON.parse(text), uid: 'desk-other', title: 'Other' }, 'other');
    expect(renderBoardChanges(changesBetweenBoards([board], [other]), 'main')).to.equal(
      [
        'What changes on the boards, compared with main:',
        'desk-errors\n  board "desk: 5xx investigation": is gone',
        'desk-other\n  board "Other": is new, with 18 panels in 6 sections',
      ].join('\n\n'),
    );
    expect(renderBoardChanges([], 'main')).to.equal('Nothing changes on the boards (compared with main).');
  });
});

describe('a board that is read', () => {
  it('is refused when it is of the v2 schema, in either wrapper, since Grafana would show an empty board', () => {
    for (const json of [
      { apiVersion: 'dashboard.grafana.app/v2beta1', spec: { elements: {} } },
      { elements: {} },
    ])
      expect(() => readBoard(json, 'b.json')).to.throw('b.json is a board of the v2 schema');
  });

  it('is refused when it is no dashboard, saying where', () => {
    expect(() => readBoard([], 'b.json')).to.throw('b.json is no classic dashboard but []');
    expect(() => readBoard({ title: 'x', rows: [] }, 'b.json')).to.throw(
      'b.json is no classic dashboard (panels:',
    );
    expect(() => readBoard({ title: 'x', panels: [{ id: 'y' }] }, 'b.json')).to.throw('(panels.0.id:');
  });
});

/** What is said of the investigation after a change of its JSON. */
function said(change: (json: TestBoard) => void): string[] {
  const json: TestBoard = JSON.parse(text);
  change(json);
  const lines = renderBoardChanges(
    changesBetweenBoards([board], [readBoard(json, 'changed')]),
    'before',
  ).split('\n');
  return lines.slice(3).map((line) => line.slice(2));
}

function panelOf(json: TestBoard, wanted: string): TestPanel {
  return json.panels.find((panel) => panel.title === wanted)!;
}

/** As much of a board's JSON as these tests change. */
interface TestBoard {
  tags: string[];
  time: { from: string };
  links: { title: string; url: string }[];
  templating: { list: { definition: string; query: { query: string } }[] };
  annotations: { list: { iconColor: string }[] };
  panels: TestPanel[];
}

interface TestPanel {
  id: number;
  type: string;
  title: string;
  collapsed?: boolean;
  panels?: TestPanel[];
  gridPos: { x: number; y: number; w: number; h: number };
  targets: { refId: string; expr: string; legendFormat?: string }[];
  options: { legend: { showLegend: boolean } };
  fieldConfig: {
    defaults: {
      unit: string;
      noValue: string;
      thresholds: { steps: { color: string; value?: number | null }[] };
    };
    overrides: { properties: { value: unknown }[] }[];
  };
}
