import { expect } from 'chai';
import { describe, it } from 'mocha';
import { desk } from '../../alerts/catalog/desk.ts';
import type { CountedObjective } from '../../alerts/objective.ts';
import { poissonTail } from '../../alerts/poisson.ts';
import { gateSettings } from './settings.ts';
import { isPromoted, judge, type Verdict, worstVerdict } from './verdict.ts';

const [availability] = desk.objectives;
const objective: CountedObjective = { ...availability, target: 0.999 };

function verdictOf(bad: number, total: number): Verdict {
  return judge({ objective, counts: { bad, total } }, 100, 0.01).verdict;
}

describe('verdict of the gate', () => {
  it('is one of four, each with its policy', () => {
    expect(verdictOf(0, 1_000)).to.equal('pass');
    expect(verdictOf(20, 1_000)).to.equal('fail');
    expect(verdictOf(0, 99)).to.equal('too-few-samples');
    expect(judge({ objective, counts: undefined }, 100, 0.01).verdict).to.equal('no-data');
    const promoted = (allowsUnproven: boolean) =>
      (['pass', 'fail', 'no-data', 'too-few-samples'] as const).map((verdict) =>
        isPromoted(verdict, allowsUnproven),
      );
    expect(promoted(false)).to.deep.equal([true, false, false, false]);
    expect(promoted(true)).to.deep.equal([true, false, true, true]);
  });

  it('forgives one unlucky request and no more than chance explains', () => {
    expect([0, 1, 2].map((bad) => verdictOf(bad, 100))).to.deep.equal(['pass', 'pass', 'fail']);
    expect(verdictOf(10, 10_000)).to.equal('pass');
    expect(verdictOf(19, 10_000)).to.equal('fail');
    // The contract's limit, errors under 1 %, is never exceeded unnoticed.
    expect([300, 1_000, 5_000].map((total) => verdictOf(total / 100, total))).to.deep.equal([
      'fail',
      'fail',
      'fail',
    ]);
  });

  it('is the worst of the objectives, a proven failure first', () => {
    const judged = (...verdicts: Verdict[]) =>
      verdicts.map((verdict) => ({ objective: 'x', verdict, reason: '' }));
    expect(worstVerdict(judged('pass', 'too-few-samples', 'fail'))).to.equal('fail');
    expect(worstVerdict(judged('pass', 'too-few-samples', 'no-data'))).to.equal('no-data');
    expect(worstVerdict(judged('pass', 'pass'))).to.equal('pass');
    expect(worstVerdict([])).to.equal('no-data');
  });

  it('rests on the exact Poisson distribution', () => {
    expect(poissonTail(0.1, 2)).to.be.closeTo(0.004679, 1e-6);
    expect(poissonTail(5, 0)).to.equal(1);
    expect(poissonTail(0, 1)).to.equal(0);
    expect(poissonTail(1_000, 1_000)).to.be.within(0.49, 0.52);
  });

  it('records what was asked for beside the usual', () => {
    expect(gateSettings({ allowsUnproven: false })).to.deep.include({
      windowSeconds: { latency: 300, availability: 600 },
      overrides: [],
    });
    expect(gateSettings({ seconds: 5, minimumSamples: 10, allowsUnproven: true }).overrides).to.deep.equal([
      '--gate-seconds 5',
      '--gate-min-samples 10',
      '--allow-unproven',
    ]);
  });
});
