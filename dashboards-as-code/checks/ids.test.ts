import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { SealedPanel } from './sealed-board.ts';
import { faultsAfter, panelNamed } from './testing/broken-boards.ts';

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
