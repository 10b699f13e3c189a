import { expect } from 'chai';
import { describe, it } from 'mocha';
import { catalog } from '../../alerts/catalog.ts';
import { boardsOf } from '../boards.ts';
import { checkout, mailer } from '../example-services.ts';
import { exampleBoard } from '../schema-v2/example-board.ts';
import { boardResource } from '../schema-v2/resource.ts';
import { faultsByType } from './type-check.ts';

const boards = [...[...catalog, checkout, mailer].flatMap(boardsOf), exampleBoard()];

describe('the boards, held against Grafana’s own types', function () {
  // The type checker reads all of Grafana's types first.
  this.timeout(120_000);

  it('have nothing too much, nothing too little and nothing of the wrong kind', async () => {
    const checked = boards.flatMap(({ uid = '', ...rest }) => {
      const json = { uid, ...rest };
      return [
        { schema: 'classic' as const, uid, json },
        { schema: 'v2' as const, uid, json: boardResource(json) },
      ];
    });
    expect(await faultsByType(checked)).to.deep.equal([]);
  });

  it('do not pass when a part is wrong, and the fault names schema, board, panel and line', async () => {
    const classic = JSON.stringify(exampleBoard());
    const v2 = JSON.stringify(boardResource(exampleBoard()));
    // The schema, right, wrong, and where the fault must be found.
    const breaks = [
      ['classic', '"graphTooltip":0', '"grafTooltip":0', '"Every part": "grafTooltip": 0'],
      ['classic', '"graphTooltip":0', '"graphTooltip":7', '"graphTooltip": 7'],
      ['classic', '"id":2,', '', '"CPU of $instance": {'],
      ['classic', '"type":"stat"', '"type":"start"', '"Inside": "type": "start"'],
      ['classic', '"mode":"markdown"', '"mode":"prose"', '"Read me": "mode": "prose"'],
      ['classic', '"instant":true', '"instnt":true', '"Inside": "instnt": true'],
      ['classic', '"value":90', '"value":"90"', '"CPU of $instance": "value": "90"'],
      ['classic', '"mode":"dashed"', '"mode":"dased"', '"CPU of $instance": "mode": "dased"'],
      ['classic', '"type":"range"', '"type":"rage"', '"CPU of $instance": "type": "rage"'],
      ['classic', '"w":12,', '"width":12,', '"CPU of $instance": "width": 12'],
      ['v2', 'v2beta1', 'v2', '"apiVersion": "dashboard.grafana.app/v2"'],
      ['v2', '"cursorSync"', '"graphTooltip"', '"Every part": "graphTooltip": "Off"'],
      ['v2', '"cursorSync":"Off"', '"cursorSync":0', '"Every part": "cursorSync": 0'],
      ['v2', '"group":"stat"', '"group":"start"', '"Inside": "group": "start"'],
      ['v2', '"mode":"markdown"', '"mode":"prose"', '"Read me": "mode": "prose"'],
      ['v2', '"instant":true', '"instnt":true', '"Inside": "instnt": true'],
      ['v2', '"mode":"dashed"', '"mode":"dased"', '"CPU of $instance": "vizConfig": {'],
      ['v2', '__legacyStringValue', 'query', '"Every part": "query": "label_values(up'],
      ['v2', '"width":12', '"w":12', '"Each instance": "w": 12'],
      ['v2', '"collapse":true', '"collapsed":true', '"Details of $percentile": "collapsed": true'],
    ] as const;
    const broken = breaks.map(([schema, right, wrong], index) => {
      const text = { classic, v2 }[schema];
      expect(text, right).to.contain(right);
      return { schema, uid: `broken-${index}`, json: JSON.parse(text.replace(right, wrong)) };
    });
    const faults = await faultsByType(broken);
    for (const [index, [schema, , wrong, where]] of breaks.entries()) {
      const found = faults.filter((fault) => /^[^,:]*/.exec(fault)?.[0] === `${schema}/broken-${index}`);
      expect(found.join('\n'), `${schema}: ${wrong}`).to.contain(where);
    }
  });
});
