import { expect } from 'chai';
import { describe, it } from 'mocha';
import { gateSettings } from './gate/settings.ts';
import { planDeploy, planRollback } from './plan.ts';
import { chooseSwitch, disagreement, type Situation, type SlotSituation } from './situation.ts';

type Place = Partial<{ release: string; isRunning: boolean; state: 'up' | 'down' | 'drain' | 'maint' }>;

function place(
  slot: 'blue' | 'green',
  { release, isRunning = true, state = 'maint' }: Place = {},
): SlotSituation {
  const port = slot === 'blue' ? 1001 : 1002;
  return {
    slot,
    record: release === undefined ? undefined : { release, port },
    isRunning: release !== undefined && isRunning,
    server: { slot, state, weight: 100, sessions: 0, address: `127.0.0.1:${port}` },
  };
}

function situation(id: string | undefined, blue?: Place, green?: Place): Situation {
  const pointer = id === undefined ? undefined : { id, sequence: 1, previous: [] };
  return { pointer, slots: [place('blue', blue), place('green', green)] };
}

function kindsOf(now: Situation): { steps: string[]; cleanUp: string[]; undo: string[] } {
  const gate = gateSettings({ allowsUnproven: false });
  const plan = planDeploy({ release: 'n', source: '.', gate, way: chooseSwitch(now) });
  const kinds = (steps: typeof plan.steps) =>
    steps.map((step) => `${step.kind}${'slot' in step ? ` ${step.slot}` : ''}`);
  return { steps: kinds(plan.steps), cleanUp: kinds(plan.cleanUp), undo: kinds(plan.undo) };
}

const serving: Place = { release: 'a', state: 'up' };

describe('plan of a switch', () => {
  it('proves the new release on a share of the traffic and ends the old one only when it is out and drained', () => {
    expect(kindsOf(situation('a', serving))).to.deep.equal({
      steps: [
        'build',
        'verify',
        'clear green',
        'migrate',
        'start green',
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

  it('has no gate and nothing to undo to on an empty root', () => {
    const { steps, cleanUp, undo } = kindsOf(situation(undefined));
    expect(steps).to.include('skip-gate').and.not.include('gate blue');
    expect({ cleanUp, undo }).to.deep.equal({ cleanUp: ['prune'], undo: ['drain blue', 'stop blue'] });
  });

  it('of a rollback neither migrates nor waits for a gate', () => {
    const plan = planRollback({
      release: 'o',
      way: chooseSwitch(situation('a', {}, serving)),
      isProven: true,
    });
    expect(plan.proof).to.deep.equal({ kind: 'recover', release: 'o', slot: 'blue' });
    expect(plan.steps.map(({ kind }) => kind)).to.deep.equal([
      'verify',
      'clear',
      'start',
      'serve',
      'confirm',
      'point',
    ]);
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
