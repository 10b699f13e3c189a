import { expect } from 'chai';
import { describe, it } from 'mocha';
import { catalog } from '../alerts/catalog.ts';
import { ruleGroupsOf } from '../alerts/rules.ts';
import { boardsOf } from './boards.ts';
import { datasources } from './datasources.ts';
import { checkout } from './example-services.ts';
import { placeholder } from './placeholder.ts';

const boards = [...catalog, checkout].flatMap(boardsOf);

describe('links', () => {
  it('lead from every alert of a service with boards to one that exists, and to its panel by Grafana’s own annotations', () => {
    const alerts = catalog
      .filter(({ objectives }) => objectives.length > 0)
      .flatMap(ruleGroupsOf)
      .flatMap(({ rules }) => rules)
      .filter((rule) => 'alert' in rule);
    expect(alerts).not.to.deep.equal([]);
    for (const { annotations, labels } of alerts) {
      expectPanel(annotations.dashboard_url ?? '');
      const { __dashboardUid__: uid, __panelId__: id } = annotations;
      // A symptom is seen beside everything else; an objective has a panel of its own.
      if (labels.slo === undefined) continue;
      expectPanel(`/d/${uid}?viewPanel=panel-${id}`);
    }
  });

  it('lead from boards, panels and table cells to boards, panels, variables and datasources that exist', () => {
    const urls = boards.flatMap(urlsIn);
    expect(urls.filter((url) => url.startsWith('/d/'))).to.have.length.above(4);
    expect(urls.filter((url) => url.startsWith('/explore?'))).to.have.length.above(1);
    for (const url of urls) {
      if (url.startsWith('/explore?')) expectExplore(url);
      else expectPanel(url);
    }
  });

  it('carry the time range and the environment with them', () => {
    for (const url of boards.flatMap((board) => urlsIn(board.panels ?? []))) {
      if (url.startsWith('/d/')) {
        expect(url).to.contain(placeholder('__url_time_range'));
        expect(url).to.contain('environment:queryparam');
      } else expect(url).to.contain('__from');
    }
    for (const link of boards.flatMap((board) => board.links ?? [])) {
      expect(link.keepTime, link.title).to.equal(true);
      expect(link.includeVars, link.title).to.equal(true);
    }
  });
});

function expectPanel(address: string): void {
  const url = new URL(asClicked(address), 'http://grafana');
  const uid = url.pathname.replace('/d/', '');
  const board = boards.find((candidate) => candidate.uid === uid);
  if (board === undefined) throw new Error(`${address} opens no board`);
  const panel = url.searchParams.get('viewPanel');
  const ids = (board.panels ?? []).map(({ id }) => `panel-${id}`);
  if (panel !== null) expect(ids, address).to.include(panel);
  const names = (board.templating.list ?? []).map(({ name }) => `var-${name}`);
  for (const key of url.searchParams.keys())
    if (key.startsWith('var-')) expect(names, address).to.include(key);
}

/** Explore opens another datasource or an empty pane for what it does not understand, without a word. */
function expectExplore(address: string): void {
  const url = new URL(asClicked(address), 'http://grafana');
  expect(url.searchParams.get('schemaVersion')).to.equal('1');
  const panes: Record<string, { datasource: string; queries: { refId: string }[]; range: object }> =
    JSON.parse(url.searchParams.get('panes') ?? '');
  const uids: string[] = Object.values(datasources).map(({ uid }) => uid);
  for (const pane of Object.values(panes)) {
    expect(uids).to.include(pane.datasource);
    expect(pane.queries[0]?.refId).to.equal('A');
    expect(pane.range).to.deep.equal({ from: '1700000000000', to: '1700000060000' });
  }
}

/** Fills in what Grafana fills in at the click. Throws for a placeholder that it does not know. */
function asClicked(url: string): string {
  return url.replaceAll(/\$\{([^}]+)\}/g, (whole, inside: string) => {
    const queryparam = /^(\w+):queryparam$/.exec(inside);
    if (queryparam) return `var-${queryparam[1]}=x`;
    const known: Record<string, string> = {
      __url_time_range: 'from=1700000000000&to=1700000060000',
      __from: '1700000000000',
      __to: '1700000060000',
      environment: 'staging',
      '__data.fields.Route:percentencode': encodeURIComponent('/incidents/:id'),
    };
    return known[inside] ?? expect.fail(`${whole} in ${url} is no placeholder of Grafana's`);
  });
}

function urlsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'url' && typeof inner === 'string' ? [inner] : urlsIn(inner),
  );
}
