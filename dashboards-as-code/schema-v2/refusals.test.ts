import type { Dashboard, Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { exampleBoard } from './example-board.ts';
import { type BoardSpec, refuseBrokenReferences } from './references.ts';
import { boardResource } from './resource.ts';

describe('a board that the v2 schema cannot tell', () => {
  it('is refused by board, panel and key, instead of losing the key', () => {
    const paused = { ...cpu(), fieldConfig: { defaults: { nullValueMode: 'null' }, overrides: [] } };
    refused(withPanel(paused), /board "every-part", panel "CPU of \$instance" \(2\).*nullValueMode/s);
    refused(withPanel({ ...cpu(), alert: {} }), /panel "CPU of \$instance" \(2\).*"alert"/s);
    const [link] = cpu().links ?? [];
    refused(
      withPanel({ ...cpu(), links: [{ ...link, keepTime: true }] }),
      /panel "CPU of \$instance" \(2\).*links\[0\]\.keepTime/s,
    );
    refused({ ...exampleBoard(), gnetId: '12' }, /board "every-part" cannot.*gnetId/s);
    const [store, ...rest] = exampleBoard().templating.list ?? [];
    refused(
      { ...exampleBoard(), templating: { list: [{ ...store!, staticOptions: [] }, ...rest] } },
      /board "every-part", variable "store".*staticOptions/s,
    );
    const [mark] = exampleBoard().annotations.list ?? [];
    refused(
      { ...exampleBoard(), annotations: { list: [{ ...mark!, expr: 'up' }] } },
      /board "every-part", mark "Deployments".*expr/s,
    );
  });

  it('is refused when a panel has no id, id 0 or the id of another', () => {
    refused(withPanel({ ...cpu(), id: 0 }), /board "every-part", panel "CPU of \$instance" \(0\).*id/s);
    const { id: _, ...unnumbered } = cpu();
    refused(withPanel(unnumbered), /board "every-part", panel "CPU of \$instance" cannot.*id/s);
    refused(
      withPanel({ ...cpu(), id: 1 }),
      'board "every-part": panels "Read me" and "CPU of $instance" both have the id 1, so one would hide the other; rename the slug of one.',
    );
  });

  it('is refused when neither a query nor its panel names a datasource', () => {
    const unaddressed = { ...cpu(), targets: [{ refId: 'A', expr: 'up' }] };
    refused(withPanel(unaddressed), /board "every-part", panel "CPU of \$instance" \(2\): query A names no/);
    const asked = { type: 'prometheus', uid: 'prometheus' };
    const panel = boardResource(withPanel({ ...unaddressed, datasource: asked })).spec.elements['panel-2'];
    expect(panel).to.have.nested.property(
      'spec.data.spec.queries[0].spec.query.datasource.name',
      'prometheus',
    );
  });

  it('is refused when a panel lies above its section or repeats for nothing', () => {
    refused(
      withPanel({ ...cpu(), gridPos: { x: 0, y: 2, w: 12, h: 8 } }),
      'board "every-part", panel "CPU of $instance" (2): it lies at line 2, above line 3 where its section begins; lay the board out from top to bottom.',
    );
    refused(
      withPanel({ ...cpu(), repeat: 'zone' }),
      /board "every-part", section "Each instance", panel "panel-2": it repeats for variable "zone"/,
    );
  });
});

describe('a layout', () => {
  const { spec } = boardResource(exampleBoard());
  const check =
    (broken: BoardSpec): (() => void) =>
    () =>
      refuseBrokenReferences('every-part', broken);

  it('may not place a panel that is not there', () => {
    const { 'panel-3': _, ...elements } = spec.elements;
    expect(check({ ...spec, elements })).to.throw(
      'board "every-part", section "Details of $percentile": the layout places "panel-3", which is no element of the board; Grafana would show nothing of it.',
    );
  });

  it('may not leave a panel out or place it twice', () => {
    const [first, ...rows] = spec.layout.spec.rows;
    expect(check({ ...spec, layout: { kind: 'RowsLayout', spec: { rows } } })).to.throw(
      'board "every-part", panel "Read me" ("panel-1"): no layout places it, so nobody would see it.',
    );
    expect(
      check({ ...spec, layout: { kind: 'RowsLayout', spec: { rows: [first!, first!, ...rows] } } }),
    ).to.throw('board "every-part", section "": "panel-1" is placed twice; place it once.');
  });
});

function refused(board: Dashboard, message: string | RegExp): void {
  expect(() => boardResource(board)).to.throw(message);
}

function cpu(): Panel {
  const panel = exampleBoard().panels?.[2];
  if (panel === undefined || panel.type === 'row') throw new Error('the example has no panel there');
  return { ...panel };
}

/** The example with this panel, which may be wrong, in the place of its third. */
function withPanel(panel: object): Dashboard {
  const { panels: [note, row, , ...rest] = [], ...board } = exampleBoard();
  return JSON.parse(JSON.stringify({ ...board, panels: [note, row, panel, ...rest] }));
}
