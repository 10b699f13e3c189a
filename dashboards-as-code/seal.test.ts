import { expect } from 'chai';
import { describe, it } from 'mocha';
import { desk } from '../alerts/catalog/desk.ts';
import { catalog } from '../alerts/catalog.ts';
import { panelId } from '../alerts/links.ts';
import { type BoardModel, type PanelModel, place } from './board.ts';
import { boardModelsOf, boardsOf } from './boards.ts';
import { checkout, mailer } from './example-services.ts';
import { requestRateNumber } from './panels/traffic.ts';
import { sealBoard } from './seal.ts';

const services = [...catalog, checkout, mailer];

describe('a sealed board', () => {
  it('gives each panel and row an id of its own, made from its slug', () => {
    for (const model of boardModelsOf(services)) {
      const ids = (sealBoard(model).panels ?? []).map((panel) => panel.id);
      const slugs = model.sections.flatMap(({ slug, panels }) => [
        `row-${slug}`,
        ...panels.map((panel) => panel.slug),
      ]);
      expect(ids).to.deep.equal(slugs.map(panelId));
      expect(new Set(ids).size).to.equal(ids.length);
    }
  });

  it('is the same each time it is made', () => {
    expect(JSON.stringify(boardsOf([desk]))).to.equal(JSON.stringify(boardsOf([desk])));
  });

  it('keeps the ids that links in alerts, reviews and chats already carry', () => {
    expect(panelId('objective-availability')).to.equal(30368);
    expect(panelId('objective-latency')).to.equal(34268);
    expect(panelId('failing-routes')).to.equal(69319);
  });

  it('hides no link or mark in a menu, and paints none in a colour that nobody chose', () => {
    for (const board of boardsOf(services)) {
      expect(JSON.stringify(board)).not.to.contain('inControlsMenu');
      for (const mark of board.annotations.list ?? []) expect(mark.iconColor).not.to.equal('');
    }
  });

  it('shows legend and tooltip of all lines, and NaN and nothing in words', () => {
    for (const panel of boardsOf(services).flatMap((board) => board.panels ?? [])) {
      if (panel.type === 'timeseries' && 'options' in panel) {
        expect(panel.options.legend.showLegend).to.equal(true);
        expect(panel.options.tooltip).to.deep.equal({ mode: 'multi', sort: 'desc' });
      }
      if ((panel.type === 'stat' || panel.type === 'table') && 'fieldConfig' in panel)
        expect(panel.fieldConfig?.defaults.mappings?.[0]).to.have.nested.property(
          'options.match',
          'null+nan',
        );
    }
  });

  it('fills its lines of 24 columns, so that Grafana moves nothing', () => {
    for (const board of boardsOf(services)) {
      const taken = new Set<string>();
      for (const { gridPos } of board.panels ?? []) {
        if (gridPos === undefined) expect.fail('a panel has no place');
        expect(gridPos.x + gridPos.w).to.be.at.most(24);
        for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++)
          for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
            expect(taken.has(`${x},${y}`), `${board.uid} ${x},${y}`).to.equal(false);
            taken.add(`${x},${y}`);
          }
      }
    }
  });

  it('says of every panel how to read it, what it means when empty, and asks or claims something', () => {
    for (const panel of boardModelsOf(services).flatMap(panelsOf)) {
      expect(panel.title, panel.slug).to.match(/[?.]$/);
      expect(panel.description.length, panel.slug).to.be.above(80);
      expect(panel.noValue, panel.slug).not.to.equal('');
    }
  });

  it('refuses a panel that sticks out of the grid, naming board, panel and fix', () => {
    const [first, second] = [panel('first'), panel('second')];
    const seal = (): unknown => sealBoard(boardWith([place(first, 16, 8), place(second, 12, 8)]));
    expect(seal).to.throw(
      'board "desk-overview", panel "second": its width of 12 does not fit behind column 16 of 24; make the widths of each line of section "only" add up to 24.',
    );
  });

  it('refuses two panels with one slug', () => {
    const seal = (): unknown =>
      sealBoard(boardWith([place(panel('twin'), 12, 8), place(panel('twin'), 12, 8)]));
    expect(seal).to.throw(/board "desk-overview": "twin" and "twin" both get the panel id \d+; rename/);
  });

  it('has no panels for what a service does not measure', () => {
    const slugs = boardModelsOf([checkout])
      .flatMap(panelsOf)
      .map(({ slug }) => slug);
    expect(slugs).to.include.members(['objective-availability', 'failing-routes', 'routes']);
    expect(slugs).not.to.include.members(['duration']);
    const ofMailer = boardModelsOf([mailer])
      .flatMap(panelsOf)
      .map(({ slug }) => slug);
    expect(ofMailer).to.include('objective-delivery');
    expect(ofMailer).not.to.include('error-ratio');
  });
});

function panelsOf(model: BoardModel): readonly PanelModel[] {
  return model.sections.flatMap(({ panels }) => panels);
}

function panel(slug: string): PanelModel {
  return { ...requestRateNumber(desk.objectives[0]), slug };
}

function boardWith(panels: BoardModel['sections'][number]['panels']): BoardModel {
  return {
    uid: 'desk-overview',
    tags: [],
    variables: [],
    marks: [],
    links: [],
    title: 'A board',
    description: 'For a test',
    from: 'now-1h',
    sections: [{ slug: 'only', title: 'Only?', panels }],
  };
}
