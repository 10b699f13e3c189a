import { expect } from 'chai';
import { describe, it } from 'mocha';
import { gateSettings } from './gate/settings.ts';
import { planDeploy, planRollback } from './plan.ts';
import { chooseSwitch, chooseWayBack, disagreement, type Situation } from './situation.ts';
import { type Place, situation } from './stand/situation.ts';
import { watchSettings } from './watch/settings.ts';

function kindsOf(
  now: Situation,
  watchSeconds?: number,
): { steps: string[]; cleanUp: string[]; undo: string[] } {
  const gate = gateSettings({ allowsUnproven: false });
  const watch = watchSettings({ seconds: watchSeconds });
  const plan = planDeploy({ release: 'n', source: '.', gate, watch, way: chooseSwitch(now) });
  const kinds = (steps: typeof plan.steps) =>
    steps.map((step) => `${step.kind}${'slot' in step ? ` ${step.slot}` : ''}`);
  return { steps: kinds(plan.steps), cleanUp: kinds(plan.cleanUp), undo: kinds(plan.undo) };
}

const serving: Place = { release: 'a', state: 'up' };

describe('plan of a switch', () => {
  it('proves the new release on a share of the traffic and ends the old one only when it is out and drained', () => {
    expect(kindsOf(situation('a', serving), 0)).to.deep.equal({
      steps: [
        'build',
        'verify',
        'clear green',
        'migrate',
        'start green',
        'health green',
        'canary green',
        'gate green',
        'serve green',
        'confirm green',
        'point',
      ],
      cleanUp: ['drain blue', 'stop blue', 'prune'],
      undo: ['serve blue', 'drain green', 'stop green'],
    });
  });

  it('leaves the old release standing by for as long as the new one is watched', () => {
    expect(kindsOf(situation('a', serving)).cleanUp).to.deep.equal(['drain blue', 'stand-by blue', 'prune']);
    // Nothing that served is there to go back to.
    expect(kindsOf(situation('a', { ...serving, state: 'maint' })).cleanUp).to.deep.equal([
      'drain blue',
      'stop blue',
      'prune',
    ]);
  });

  it('raises the share of the traffic in steps', () => {
    const weights = gateSettings({ seconds: 100, allowsUnproven: false }).weights;
    expect(weights.map(({ afterSeconds, percent }) => [afterSeconds, percent])).to.deep.equal([
      [0, 5],
      [20, 20],
      [50, 50],
    ]);
  });

  it('has no gate and nothing to undo to on an empty root', () => {
    const { steps, cleanUp, undo } = kindsOf(situation(undefined));
    expect(steps).to.include('skip-gate').and.not.include('gate blue');
    expect({ cleanUp, undo }).to.deep.equal({ cleanUp: ['prune'], undo: ['drain blue', 'stop blue'] });
  });

  it('of a rollback neither migrates nor waits for a gate', () => {
    const way = chooseSwitch(situation('a', {}, serving));
    const plan = (isStandingBy: boolean) => planRollback({ release: 'o', way, isStandingBy, isProven: true });
    const kinds = (isStandingBy: boolean) => plan(isStandingBy).steps.map(({ kind }) => kind);
    expect(kinds(false)).to.deep.equal(['verify', 'clear', 'start', 'serve', 'confirm', 'point']);
    expect(kinds(true)).to.deep.equal(['verify', 'serve', 'confirm', 'point']);
    expect(plan(true).proof).to.deep.equal({ kind: 'recover', release: 'o', slot: 'blue' });
  });

  it('keeps the slot of the current release, whatever a crash left in the other', () => {
    expect(chooseSwitch(situation('a', { release: 'b', state: 'up' }, serving)).next).to.equal('blue');
    // Cut off between the switch and the pointer: what users get is not thrown away.
    expect(
      chooseSwitch(situation('a', { release: 'b', state: 'up' }, { ...serving, state: 'drain' })).next,
    ).to.equal('green');
    // The proxy was restarted and serves nobody: the running release is the one to keep.
    expect(chooseSwitch(situation('a', {}, { ...serving, state: 'maint' })).next).to.equal('blue');
  });
});

describe('way back', () => {
  it('is to the slot where the release stands by, whether the current one still runs or not', () => {
    for (const isRunning of [true, false]) {
      const now = situation('b', { release: 'a' }, { release: 'b', state: 'up', isRunning });
      const { next, old } = chooseWayBack(now, 'a');
      expect({ next, old: old?.slot }).to.deep.equal({ next: 'blue', old: 'green' });
    }
  });

  it('is that of any switch where another release stands by, or none', () => {
    const now = situation('b', { release: 'a' }, { release: 'b', state: 'up' });
    expect(chooseWayBack(now, 'z')).to.deep.equal(chooseSwitch(now));
  });
});

describe('agreement of pointer and proxy', () => {
  it('is the current release, running, and it alone', () => {
    expect(disagreement(situation('a', serving))).to.equal(undefined);
    expect(disagreement(situation('a', serving, { release: 'b', state: 'up' }))).to.equal(
      'a is current, but users get a and b',
    );
    expect(disagreement(situation('a', { ...serving, isRunning: false }))).to.equal(
      'a is current, but nothing serves',
    );
    expect(disagreement(situation(undefined, serving))).to.equal('a serves, but no release is current');
    expect(disagreement(situation(undefined))).to.equal(undefined);
  });
});
