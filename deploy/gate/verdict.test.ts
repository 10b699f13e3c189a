import { expect } from 'chai';
import { describe, it } from 'mocha';
import { desk } from '../../alerts/catalog/desk.ts';
import type { CountedObjective } from '../../alerts/objective.ts';
import { poissonTail } from '../../alerts/poisson.ts';
import { gateSettings } from './settings.ts';
import { isPromoted, judge, type Reading, type Verdict, worstVerdict } from './verdict.ts';

const [availability] = desk.objectives;
const objective: CountedObjective = { ...availability, target: 0.999 };

const look = { minimumSamples: 100, chance: 0.01 };
const none = { bad: 0, total: 0 };

function verdictOf(bad: number, total: number, beside: Partial<Reading> = {}): Verdict {
  const reading = { objective, users: { bad, total }, probes: none, old: undefined, ...beside };
  return judge(reading, look).verdict;
}

describe('verdict of the gate', () => {
  it('is one of four, each with its policy', () => {
    expect(verdictOf(0, 1_000)).to.equal('pass');
    expect(verdictOf(20, 1_000)).to.equal('fail');
    expect(verdictOf(0, 99)).to.equal('too-few-samples');
    expect(verdictOf(0, 0, { users: undefined })).to.equal('no-data');
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

  it('is a failure on fewer requests than a pass needs, when more than one client can have met it', () => {
    expect([1, 4, 5].map((bad) => verdictOf(bad, 20))).to.deep.equal([
      'too-few-samples',
      'too-few-samples',
      'fail',
    ]);
  });

  it('is no failure of the new release where the old one has the same fault, and no pass either', () => {
    expect(verdictOf(50, 200, { old: { bad: 210, total: 800 } })).to.equal('no-data');
    const reading = {
      objective,
      users: { bad: 50, total: 200 },
      probes: none,
      old: { bad: 210, total: 800 },
    };
    expect(judge(reading, look).reason).to.equal(
      "availability: 50 of 200 requests bad, objective 99.9 % good; of the old release's in the same time 210 of 800: a fault that both have, which proves nothing about the new one",
    );
    // Worse than the old one is its own fault, whatever the old one has.
    expect(verdictOf(100, 200, { old: { bad: 210, total: 800 } })).to.equal('fail');
    // An old release that is well, or that had a single bad request, excuses nothing.
    expect(verdictOf(50, 200, { old: { bad: 0, total: 800 } })).to.equal('fail');
    expect(verdictOf(5, 200, { old: { bad: 1, total: 40 } })).to.equal('fail');
    // The one that mends what the old one has passes.
    expect(verdictOf(0, 200, { old: { bad: 210, total: 800 } })).to.equal('pass');
  });

  it("tells probes from users' requests: both are needed to be good, and either is enough to fail", () => {
    expect(verdictOf(0, 20, { probes: { bad: 0, total: 80 } })).to.equal('pass');
    expect(verdictOf(0, 20, { probes: { bad: 0, total: 79 } })).to.equal('too-few-samples');
    expect(verdictOf(0, 200, { probes: { bad: 6, total: 20 } })).to.equal('fail');
    // Good probes do not thin out what users met.
    expect(verdictOf(5, 300, { probes: { bad: 0, total: 100_000 } })).to.equal('fail');
    // Without Prometheus nobody knows what users got, however good the probes are.
    expect(verdictOf(0, 0, { users: undefined, probes: { bad: 0, total: 500 } })).to.equal('no-data');
    const reading = {
      objective,
      users: { bad: 0, total: 12 },
      probes: { bad: 0, total: 88 },
      old: undefined,
    };
    expect(judge(reading, look).reason).to.include('0 of 12 requests and 0 of 88 probes bad');
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
      healthSeconds: 60,
      phases: [
        { kind: 'latency', seconds: 300 },
        { kind: 'availability', seconds: 600 },
      ],
      overrides: [],
    });
    expect(gateSettings({ seconds: 15, allowsUnproven: false })).to.deep.include({
      healthSeconds: 15,
      phases: [
        { kind: 'latency', seconds: 5 },
        { kind: 'availability', seconds: 10 },
      ],
    });
    expect(gateSettings({ seconds: 5, minimumSamples: 10, allowsUnproven: true }).overrides).to.deep.equal([
      '--gate-seconds 5',
      '--gate-min-samples 10',
      '--allow-unproven',
    ]);
  });
});
