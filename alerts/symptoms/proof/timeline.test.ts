import { expect } from 'chai';
import { describe, it } from 'mocha';
import { changingValues, clockValues, counterValues, gaugeValues } from './timeline.ts';

const phases = [
  { steps: 3, value: 0 },
  { steps: 2, value: 1.5 },
];

describe('phases as promtool reads them', () => {
  it('hold a gauge', () => {
    expect(gaugeValues(phases)).to.equal('0x2 1.5x1');
  });

  it('grow a counter from one phase into the next', () => {
    expect(counterValues(phases)).to.equal('0+0x2 1.5+1.5x1');
    expect(counterValues([{ steps: 2, value: 4 }, ...phases])).to.equal('0+4x1 4+0x2 5.5+1.5x1');
  });

  it('run a clock ahead of the test or behind it', () => {
    expect(clockValues([{ steps: 3, value: -60 }], 15)).to.equal('-60+15x2');
    expect(
      clockValues(
        [
          { steps: 2, value: 100 },
          { steps: 2, value: 50 },
        ],
        15,
      ),
    ).to.equal('100+15x1 80+15x1');
  });

  it('change a gauge as often as asked, spread evenly', () => {
    expect(changingValues([{ steps: 8, value: 2 }], 8)).to.equal('0 0 0 1 1 1 1 2');
    expect(changingValues([{ steps: 4, value: 4 }], 4)).to.equal('1 2 3 4');
  });

  it('write no exponent', () => {
    expect(gaugeValues([{ steps: 1, value: 1e-7 }])).to.equal('0.0000001x0');
    expect(gaugeValues([{ steps: 1, value: 1e21 }])).to.equal('1000000000000000000000x0');
  });
});
