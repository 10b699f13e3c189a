import { expect } from 'chai';
import { describe, it } from 'mocha';
import { placeholder } from '../placeholder.ts';
import { faultsAfter, panelNamed } from './testing/broken-boards.ts';

const table = 'Which 10 routes fail most?';
const context = ['__url_time_range', 'environment:queryparam', 'release:queryparam', 'route:queryparam']
  .map(placeholder)
  .join('&');

/** What is said of a panel's link. */
function leadingTo(url: string): string[] {
  return faultsAfter((board) => {
    panelNamed(board, table).fieldConfig.defaults.links = [{ title: 'There', url }];
  }).map((fault) => fault.replace(`board "desk-errors", panel "${table}": `, ''));
}

function exploring(pane: object, rest = 'schemaVersion=1'): string[] {
  return leadingTo(`/explore?${rest}&panes=${JSON.stringify({ a: pane })}`);
}

describe('a link', () => {
  it('may lead to a board, a panel, Explore or a whole address', () => {
    expect(leadingTo(`/d/desk-overview?${context}`)).to.deep.equal([]);
    expect(leadingTo('https://shop.example/')).to.deep.equal([]);
  });

  it('that leads to no board, no panel or nowhere is refused', () => {
    expect(leadingTo(`/d/desk-eror?${context}`)[0]).to.match(
      /opens no board; take one of tocsin-fleet, .*desk-overview, desk-errors/,
    );
    expect(leadingTo(`/d/desk-overview?viewPanel=panel-1&${context}`)[0]).to.contain(
      'opens no panel of desk-overview',
    );
    expect(leadingTo('desk-overview')[0]).to.contain('leads nowhere; write /d/<uid>');
  });

  it('that sets or uses a variable which is not there is refused', () => {
    expect(leadingTo(`/d/desk-overview?${context}&var-region=eu`)[0]).to.contain(
      'sets var-region, and desk-overview has no such variable; take one of var-environment, var-release, var-route',
    );
    expect(leadingTo(`/d/desk-overview?${context}&x=${placeholder('region')}`)[0]).to.contain(
      `has ${placeholder('region')}, which Grafana does not fill in here`,
    );
  });

  it('that takes a column which the table does not have is refused', () => {
    const column = (name: string): string[] =>
      leadingTo(
        `/d/desk-overview?${context}&var-route=${placeholder(`__data.fields.${name}:percentencode`)}`,
      );
    expect(column('Route')).to.deep.equal([]);
    expect(column('route')[0]).to.contain(
      'takes column "route", which the table does not have; take one of Route, Errors, Requests, Failed.',
    );
  });

  it('that forgets the time range or what was chosen is refused', () => {
    expect(leadingTo('/d/desk-overview').map((fault) => /forgets (.+); add/.exec(fault)?.[1])).to.deep.equal([
      'the time range',
      'environment',
      'release',
      'route',
    ]);
    const [ofBoard] = faultsAfter((board) => {
      for (const link of board.links) link.keepTime = false;
    });
    expect(ofBoard).to.equal(
      'board "desk-errors", link "Service overview": it forgets the time range or the variables; set keepTime and includeVars.',
    );
  });

  it('to Explore holds panes of a known datasource, with a query that parses', () => {
    const range = { from: placeholder('__from'), to: placeholder('__to') };
    const pane = { datasource: 'prometheus', queries: [{ refId: 'A', expr: 'up' }], range };
    expect(exploring(pane)).to.deep.equal([]);
    expect(exploring(pane, 'x=1')[0]).to.contain('is no address of Explore');
    expect(exploring({ ...pane, range: { from: 1, to: 2 } })[0]).to.contain('is no address of Explore');
    expect(
      leadingTo(`/explore?schemaVersion=1&panes={&${placeholder('__from')}${placeholder('__to')}`)[0],
    ).to.contain('is no address of Explore');
    expect(exploring({ ...pane, datasource: 'mimir' })[0]).to.contain(
      'Explore would open another datasource for "mimir"; take one of prometheus, loki, jaeger',
    );
    expect(exploring({ ...pane, queries: [{ refId: 'A', expr: 'up{' }] })[0]).to.contain('does not parse');
    expect(exploring({ ...pane, datasource: 'loki', queries: [{ refId: 'A', expr: 'up' }] })[0]).to.contain(
      'does not parse',
    );
    expect(exploring({ ...pane, range: { from: 'now-1h', to: 'now' } })[0]).to.contain(
      'forgets the time range',
    );
  });
});
