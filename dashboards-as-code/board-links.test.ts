import { expect } from 'chai';
import { describe, it } from 'mocha';
import { catalog } from '../alerts/catalog.ts';
import { ruleGroupsOf } from '../alerts/rules.ts';
import { boardsOf } from './boards.ts';
import { linkFault } from './checks/links.ts';
import { readSealedBoard, urlsIn } from './checks/sealed-board.ts';

const boards = boardsOf(catalog).map(readSealedBoard);

/** An alert has no variables of a board. */
const nothingChosen = { templating: { list: [] } };

describe('links', () => {
  it('lead from every alert to a board that exists, and to its panel by Grafana’s own annotations', () => {
    const alerts = catalog
      .flatMap(ruleGroupsOf)
      .flatMap(({ rules }) => rules)
      .filter((rule) => 'alert' in rule);
    expect(alerts).not.to.deep.equal([]);
    for (const { annotations, labels } of alerts) {
      expectBoard(annotations.dashboard_url ?? '');
      const { __dashboardUid__: uid, __panelId__: id } = annotations;
      // A symptom's address names its panel already.
      if (labels.slo === undefined) continue;
      expectBoard(`/d/${uid}?viewPanel=panel-${id}`);
    }
  });

  // Where each of them leads is checked with everything else (checks/links.ts).
  it('lead from boards to boards and to Explore', () => {
    const urls = boards.flatMap(urlsIn);
    expect(urls.filter((url) => url.startsWith('/d/'))).to.have.length.above(4);
    expect(urls.filter((url) => url.startsWith('/explore?'))).to.have.length.above(1);
  });
});

function expectBoard(template: string): void {
  // Prometheus fills in what stands in double braces.
  const address = template.replaceAll(/\{\{.+?\}\}/g, 'production');
  expect(address).to.match(/^\/d\/./);
  expect(linkFault(address, nothingChosen, boards), address).to.deep.equal([]);
}
