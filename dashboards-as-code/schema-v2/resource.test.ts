import type { Panel, RowPanel } from '@grafana/grafana-foundation-sdk/dashboard';
import type { PanelKind } from '@grafana/schema/apis/dashboard.grafana.app/v2beta1';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { catalog } from '../../alerts/catalog.ts';
import { boardsOf } from '../boards.ts';
import { checkout, mailer } from '../example-services.ts';
import { exampleBoard } from './example-board.ts';
import { type BoardResource, boardResource } from './resource.ts';

const pairs = [...[...catalog, checkout, mailer].flatMap(boardsOf), exampleBoard()].map((classic) => ({
  classic,
  v2: boardResource(classic),
}));

describe('a board in the v2 schema', () => {
  it('is a v2beta1 resource under the uid of the classic one, in the folder that is asked for', () => {
    for (const { classic, v2 } of pairs)
      expect(v2).to.deep.include({
        apiVersion: 'dashboard.grafana.app/v2beta1',
        kind: 'Dashboard',
        metadata: { name: classic.uid },
      });
    expect(boardResource(exampleBoard(), { folderUid: 'tocsin' }).metadata.annotations).to.deep.equal({
      'grafana.app/folder': 'tocsin',
    });
  });

  it('has every panel of the classic one under panel-<id>, looking the same', () => {
    for (const { classic, v2 } of pairs) {
      const panels = panelsOf(classic.panels);
      expect(Object.keys(v2.spec.elements)).to.deep.equal(panels.map(({ id }) => `panel-${id}`));
      for (const panel of panels) {
        const { spec } = elementOf(v2, panel);
        expect(spec.id).to.be.above(0).and.to.equal(panel.id);
        expect(spec.title).to.equal(panel.title);
        expect(spec.description).to.equal(panel.description ?? '');
        expect(spec.transparent ?? false).to.equal(panel.transparent ?? false);
        expect(spec.vizConfig.group).to.equal(panel.type);
        expect(spec.vizConfig.spec).to.deep.equal({
          options: asWritten(panel.options ?? {}),
          fieldConfig: asWritten(panel.fieldConfig ?? { defaults: {}, overrides: [] }),
        });
        expect(spec.data.spec.transformations).to.deep.equal(
          (panel.transformations ?? []).map((step) => ({ kind: step.id, spec: step })),
        );
      }
    }
  });

  it('asks every query of the classic one, of the same datasource', () => {
    let compared = 0;
    for (const { classic, v2 } of pairs)
      for (const panel of panelsOf(classic.panels)) {
        const asked = elementOf(v2, panel).spec.data.spec.queries.map(
          ({ spec: { refId, hidden, query } }) => ({
            refId,
            ...(hidden ? { hide: true } : {}),
            datasource: { type: query.group, uid: query.datasource?.name },
            ...query.spec,
          }),
        );
        const targets = (panel.targets ?? []).map((target) => ({ datasource: panel.datasource, ...target }));
        expect(asked, `${classic.uid} ${panel.title}`).to.deep.equal(asWritten(targets));
        compared += asked.length;
      }
    expect(compared).to.be.above(60);
  });

  it('places each panel in the section and at the spot where the classic one has it', () => {
    for (const { classic, v2 } of pairs) {
      let y = 0;
      const placed = v2.spec.layout.spec.rows.flatMap(({ spec: { title, hideHeader, layout } }) => {
        const top = hideHeader === true ? y : y + 1;
        y = top;
        const items = layout.kind === 'GridLayout' ? layout.spec.items : [];
        return items.map(({ spec: { x, y: line, width: w, height: h, element } }) => {
          y = Math.max(y, top + line + h);
          return { section: title, name: element.name, at: { x, y: top + line, w, h } };
        });
      });
      expect(placed).to.deep.equal(placesOf(classic.panels));
    }
  });

  it('says the same of variables, links, time and pointer', () => {
    for (const { classic, v2 } of pairs) {
      expect(v2.spec.variables.map(({ spec }) => spec.name)).to.deep.equal(
        classic.templating.list?.map(({ name }) => name),
      );
      expect(v2.spec.links).to.deep.equal(classic.links ?? []);
      expect(urlsIn(v2).sort()).to.deep.equal(urlsIn(classic).sort());
      expect(v2.spec.timeSettings).to.include({ ...classic.time, autoRefresh: classic.refresh ?? '' });
      expect(v2.spec.cursorSync).to.equal(['Off', 'Crosshair', 'Tooltip'][classic.graphTooltip ?? 0]);
    }
  });

  it('puts the query of a variable where Grafana looks for one in words', () => {
    for (const { classic, v2 } of pairs) {
      const written = (classic.templating.list ?? []).flatMap(({ type, query, datasource }) =>
        type === 'query' ? [{ text: typeof query === 'string' ? query : query?.query, datasource }] : [],
      );
      const read = v2.spec.variables.flatMap(({ kind, spec }) => (kind === 'QueryVariable' ? [spec] : []));
      expect(read.map(({ query }) => query.spec)).to.deep.equal(
        written.map(({ text }) => ({ __legacyStringValue: text })),
      );
      expect(read.map(({ query }) => ({ type: query.group, uid: query.datasource?.name }))).to.deep.equal(
        written.map(({ datasource }) => datasource),
      );
    }
  });

  it('keeps of a mark what only its datasource reads', () => {
    for (const { classic, v2 } of pairs)
      for (const [index, mark] of (classic.annotations.list ?? []).entries()) {
        const spec = v2.spec.annotations[index]?.spec;
        const { name, titleFormat, tagKeys, useValueForTime, iconColor } = mark;
        expect(spec).to.deep.include({ name, iconColor });
        expect({ ...spec?.legacyOptions, ...spec?.query.spec }).to.deep.include(
          asWritten({ titleFormat, tagKeys, useValueForTime }),
        );
        expect(asWritten({ ...mark.target })).to.deep.include(spec?.query.spec);
      }
  });

  it('is the same each time it is made', () => {
    expect(JSON.stringify(boardResource(exampleBoard()))).to.equal(
      JSON.stringify(boardResource(exampleBoard())),
    );
  });
});

describe('the v2 schema', () => {
  const { spec } = boardResource(exampleBoard());
  const [top, open, collapsed] = spec.layout.spec.rows.map((row) => row.spec);

  it('has panels above the first row in a row without a header, and collapsed rows collapsed', () => {
    expect(top).to.include({ title: '', hideHeader: true, collapse: false });
    expect(open).to.include({ title: 'Each instance', collapse: false });
    expect(collapsed).to.include({ title: 'Details of $percentile', collapse: true });
  });

  it('repeats rows and panels as the classic one does', () => {
    expect(collapsed?.repeat).to.deep.equal({ mode: 'variable', value: 'percentile' });
    expect(open?.layout.kind === 'GridLayout' && open.layout.spec.items[0]?.spec.repeat).to.deep.equal({
      mode: 'variable',
      value: 'instance',
      direction: 'h',
      maxPerRow: 3,
    });
  });

  it('has a panel’s own times and limits beside its queries', () => {
    const panel = spec.elements['panel-2'];
    expect(panel?.kind === 'Panel' && panel.spec.data.spec.queryOptions).to.deep.equal({
      maxDataPoints: 200,
      interval: '30s',
      timeFrom: '1h',
      timeShift: '1d',
      hideTimeOverride: true,
    });
    expect(panel?.kind === 'Panel' && panel.spec.links).to.deep.equal([
      { title: 'Host', url: '/d/host', targetBlank: true },
    ]);
  });

  it('gives each kind of variable the names of its own', () => {
    const [store, instance, percentile, step, words, team] = spec.variables;
    expect(store).to.have.nested.include({ kind: 'DatasourceVariable', 'spec.pluginId': 'prometheus' });
    expect(instance).to.have.nested.include({ 'spec.sort': 'naturalDesc', 'spec.hide': 'hideLabel' });
    expect(percentile).to.have.nested.include({ kind: 'CustomVariable', 'spec.allowCustomValue': false });
    expect(step).to.have.nested.include({ kind: 'IntervalVariable', 'spec.auto_min': '30s' });
    expect(words).to.have.nested.include({ kind: 'TextVariable', 'spec.current.value': 'boom' });
    expect(team).to.have.nested.include({ kind: 'ConstantVariable', 'spec.hide': 'hideVariable' });
  });
});

function panelsOf(panels: readonly (Panel | RowPanel)[] = []): Panel[] {
  return panels.flatMap((panel) => (isRow(panel) ? panel.panels : [panel]));
}

function placesOf(panels: readonly (Panel | RowPanel)[] = []): object[] {
  let section = '';
  return panels.flatMap((panel) => {
    if (isRow(panel)) section = panel.title ?? '';
    const inside = isRow(panel) ? panel.panels : [panel];
    return inside.map(({ id, gridPos }) => ({ section, name: `panel-${id}`, at: gridPos }));
  });
}

function isRow(panel: Panel | RowPanel): panel is RowPanel {
  return panel.type === 'row';
}

function elementOf(v2: BoardResource, { id }: Panel): PanelKind {
  const element = v2.spec.elements[`panel-${id}`];
  if (element?.kind !== 'Panel') throw new Error(`${v2.metadata.name} has no panel-${id}`);
  return element;
}

/** Without functions and without keys that are undefined. */
function asWritten(value: object): object {
  return JSON.parse(JSON.stringify(value));
}

function urlsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'url' && typeof inner === 'string' ? [inner] : urlsIn(inner),
  );
}
