import { expect } from 'chai';
import { describe, it } from 'mocha';
import { endMigrationFirst, planResume, planResumeOnTheWay, whyNoResume } from './resume-plan.ts';
import type { Situation } from './situation.ts';
import { type Place, situation } from './stand/situation.ts';
import { foldOperations } from './state/operations.ts';

function kindsOf(plan: ReturnType<typeof planResume>): string[] {
  return [...plan.steps, ...plan.cleanUp].map(
    (step) => `${step.kind}${'slot' in step ? ` ${step.slot}` : ''}`,
  );
}

describe('plan of a resume', () => {
  it("makes the pointer's release serve alone, whichever the crash left with the traffic", () => {
    const a: Place = { release: 'a', state: 'up' };
    const b: Place = { release: 'b', state: 'up' };
    const undone = ['serve blue', 'drain green', 'stop green'];
    expect(kindsOf(planResume(situation('a', a, b)))).to.deep.equal(undone);
    expect(kindsOf(planResume(situation('a', { ...a, state: 'drain' }, b)))).to.deep.equal(undone);
    expect(kindsOf(planResume(situation('b', { ...a, state: 'drain' }, b)))).to.deep.equal([
      'serve green',
      'drain blue',
      'stop blue',
    ]);
  });

  it('starts the current release where its process is gone, beside what users have until then', () => {
    const gone: Place = { release: 'a', isRunning: false, state: 'down' };
    const now = situation('a', gone, { release: 'b', state: 'up' });
    expect(kindsOf(planResume(now))).to.deep.equal([
      'verify',
      'clear blue',
      'start blue',
      'serve blue',
      'drain green',
      'stop green',
    ]);
    expect(kindsOf(planResumeOnTheWay(now))).to.deep.equal([]);
  });

  it('takes everything out where no release ever became current', () => {
    const now = situation(undefined, { release: 'a', state: 'up' });
    expect(kindsOf(planResume(now))).to.deep.equal(['drain blue', 'stop blue']);
  });

  it('ends a migration first that was cut off, also where nothing else is to be done on the way', () => {
    const line = { version: 2, at: '2026-11-21T07:43:12.000Z', operation: 'x', verb: 'deploy' } as const;
    const plan = planResumeOnTheWay(situation('a', { release: 'a', isRunning: false }));
    for (const [phase, step, kinds] of [
      ['intent', 'migrate', ['end-migration']],
      ['done', 'migrate', []],
      ['intent', 'gate', []],
    ] as const)
      expect(kindsOf(endMigrationFirst(plan, foldOperations([{ ...line, phase, step }])))).to.deep.equal(
        kinds,
      );
  });

  it('is not needed when the current release serves alone, and is when a standby was left over', () => {
    const a: Place = { release: 'a', state: 'up' };
    const why = (seen: Situation, isWatching = false) =>
      whyNoResume({
        situation: seen,
        open: [],
        watch: { until: '2026-12-24T18:00:00Z', pid: 7, host: 'here', isWatching },
      });
    const serving = situation('a', a);
    expect(why(serving)).to.include('serves alone');
    expect(why(situation(undefined))).to.include('serves alone');
    const withStandby = situation('a', a, { release: 'b', state: 'maint' });
    expect(why(withStandby)).to.equal(undefined);
    expect(why(withStandby, true)).to.match(/watched until 2026-12-24T18:00:00Z \(pid 7 on here\)/);
  });
});
