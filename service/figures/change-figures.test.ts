import { expect } from 'chai';
import { before, beforeEach, describe, it } from 'mocha';
import type { Store } from '../db/store.ts';
import { createStore } from '../testing/database.test.ts';
import { daysAgo, figuresOf, forgetEverything, minutesAgo, recordDeploy } from '../testing/recorded.test.ts';

describe('the figures of changes', () => {
  let store: Store;
  before(async () => {
    ({ store } = await createStore('figures_changes'));
  });
  beforeEach(() => forgetEverything(store));
  const counted = async (name: Parameters<typeof figuresOf>[1]) =>
    Object.fromEntries(Object.entries(await figuresOf(store, name)).filter(([, value]) => value > 0));

  it('count a change once it has ended, and once when it is told twice', async () => {
    await recordDeploy(store, { id: 'd1', status: 'started' });
    expect(await counted('changes')).to.deep.equal({});
    expect(await figuresOf(store, 'deployments')).to.deep.equal({ 'desk staging': 0 });
    expect(await figuresOf(store, 'changeFailureRatio')).to.deep.equal({});
    await recordDeploy(store, { id: 'd1' });
    await recordDeploy(store, { id: 'd1', summary: 'the same, told in other words' });
    await recordDeploy(store, { id: 'd2', environment: 'production', status: 'failed' });
    await recordDeploy(store, { id: 'r1', kind: 'rollback', release: 'a', previousRelease: 'z' });
    await recordDeploy(store, { id: 'f1', kind: 'freeze', status: 'started' });
    expect(await counted('changes')).to.deep.equal({
      'desk staging deploy succeeded': 1,
      'desk production deploy failed': 1,
      'desk staging rollback succeeded': 1,
    });
    expect(await figuresOf(store, 'deployments')).to.deep.equal({ 'desk staging': 1, 'desk production': 0 });
  });

  it('never take a count back when a change is told to have ended otherwise', async () => {
    await recordDeploy(store, { id: 'd1', status: 'failed' });
    await recordDeploy(store, { id: 'd1', status: 'succeeded' });
    expect(await counted('changes')).to.deep.equal({
      'desk staging deploy succeeded': 1,
      'desk staging deploy failed': 1,
    });
    expect(await figuresOf(store, 'changeFailureRatio')).to.deep.equal({ 'desk staging': 0 });
  });

  it('count what the gate said, promoted or not', async () => {
    const said = (verdict: string) => ({ overrides: [], steps: { gate: { verdict, seconds: 15 } } });
    await recordDeploy(store, { id: 'd1', status: 'started', detail: { overrides: [], steps: {} } });
    await recordDeploy(store, { id: 'd1', detail: said('pass') });
    await recordDeploy(store, { id: 'd2', status: 'failed', detail: said('fail') });
    await recordDeploy(store, { id: 'd3', detail: said('no-data') });
    await recordDeploy(store, { id: 'd4', detail: said('a verdict of its own') });
    await recordDeploy(store, { id: 'd5', detail: ['pass'] });
    expect(await counted('gateVerdicts')).to.deep.equal({
      'desk staging pass': 1,
      'desk staging fail': 1,
      'desk staging no-data': 1,
    });
    expect(Object.keys(await figuresOf(store, 'gateVerdicts'))).to.have.length(4);
  });

  it('count what was overridden, once a deployment, however it ended', async () => {
    await recordDeploy(store, { id: 'd1', detail: { overridden: ['freeze', 'budget', 'budget'] } });
    await recordDeploy(store, { id: 'd2', status: 'failed', detail: { overridden: ['freeze', 'schema'] } });
    await recordDeploy(store, { id: 'd3', detail: { overridden: 'freeze' } });
    await recordDeploy(store, { id: 'd4', detail: { overridden: ['freeze'], drill: 'x' } });
    await recordDeploy(store, { id: 'd5', detail: ['freeze'] });
    expect(await counted('deployOverrides')).to.deep.equal({
      'desk staging freeze': 2,
      'desk staging budget': 1,
      'desk staging schema': 1,
    });
  });

  it('take the median time from commit to the end of what was deployed with success in the last 30 days', async () => {
    const from = (committedAt: unknown) => ({ detail: JSON.parse(JSON.stringify({ committedAt })) });
    const at = { startedAt: minutesAgo(61), endedAt: minutesAgo(60) };
    await recordDeploy(store, { id: 'd1', ...at, ...from(null) });
    await recordDeploy(store, { id: 'd2', ...at, ...from('tomorrow') });
    await recordDeploy(store, { id: 'd3', ...at, ...from('2026-13-77T00:00:00Z') });
    expect(await figuresOf(store, 'leadTime')).to.deep.equal({});
    await recordDeploy(store, { id: 'd4', ...at, ...from(minutesAgo(70)) });
    await recordDeploy(store, { id: 'd5', ...at, ...from(minutesAgo(90)) });
    await recordDeploy(store, { id: 'd6', ...at, ...from(minutesAgo(300)), status: 'failed' });
    await recordDeploy(store, { id: 'd7', endedAt: daysAgo(31), ...from(daysAgo(90)) });
    expect((await figuresOf(store, 'leadTime'))['desk staging']).to.be.closeTo(20 * 60, 1);
    expect(await figuresOf(store, 'deployments')).to.deep.equal({ 'desk staging': 5 });
  });

  it('call a deployment failed that failed, or whose release was left by a rollback of the same place', async () => {
    const ended = (id: string, release: string, minutes: number) =>
      ({ id, release, startedAt: minutesAgo(minutes + 1), endedAt: minutesAgo(minutes) }) as const;
    const ratio = async () => (await figuresOf(store, 'changeFailureRatio'))['desk staging'];
    await recordDeploy(store, ended('d1', 'a', 90));
    await recordDeploy(store, ended('d2', 'b', 80));
    await recordDeploy(store, ended('d3', 'c', 70));
    await recordDeploy(store, { ...ended('d4', 'd', 65), status: 'failed' });
    expect(await ratio()).to.equal(0.25);
    const back = { kind: 'rollback', previousRelease: 'c' } as const;
    await recordDeploy(store, { ...ended('r1', 'b', 60), ...back, service: 'mailer' });
    await recordDeploy(store, { ...ended('r2', 'b', 60), ...back, environment: 'production' });
    await recordDeploy(store, { ...ended('r3', 'b', 75), ...back });
    await recordDeploy(store, { ...ended('r4', 'b', 60), ...back, status: 'started' });
    await recordDeploy(store, { ...ended('r5', 'b', 60), ...back, detail: { drill: 'bad-release' } });
    expect(await ratio()).to.equal(0.25);
    await recordDeploy(store, { ...ended('r6', 'b', 60), ...back, status: 'failed' });
    await recordDeploy(store, { ...ended('r7', 'b', 59), ...back });
    expect(await ratio()).to.equal(0.5);
    // The same release goes out again and is left again: that is its second failure, not a third.
    await recordDeploy(store, ended('d5', 'c', 50));
    expect(await ratio()).to.equal(0.4);
    await recordDeploy(store, { ...ended('r8', 'b', 40), ...back });
    expect(await ratio()).to.equal(0.6);
    expect(await figuresOf(store, 'changeFailureRatio')).to.have.all.keys('desk staging');
  });

  it('count the freezes that hold now', async () => {
    const freeze = { kind: 'freeze', status: 'started' } as const;
    await recordDeploy(store, { id: 'f1', ...freeze });
    await recordDeploy(store, { id: 'f2', ...freeze, endedAt: minutesAgo(1) });
    await recordDeploy(store, { id: 'f3', ...freeze, startedAt: minutesAgo(-60) });
    await recordDeploy(store, { id: 'f4', ...freeze, endedAt: minutesAgo(-60) });
    await recordDeploy(store, { id: 'f5', ...freeze });
    expect(await figuresOf(store, 'freezesActive')).to.deep.equal({ 'desk staging': 3 });
    await recordDeploy(store, { id: 'f5', ...freeze, status: 'succeeded' });
    expect(await figuresOf(store, 'freezesActive')).to.deep.equal({ 'desk staging': 2 });
  });

  it('leave out what a drill did', async () => {
    const detail = { drill: 'bad-release', steps: { gate: { verdict: 'pass' } } };
    await recordDeploy(store, { id: 'd1', detail });
    await recordDeploy(store, { id: 'f1', kind: 'freeze', status: 'started', detail });
    for (const name of ['changes', 'gateVerdicts', 'deployments', 'freezesActive'] as const)
      expect(await figuresOf(store, name), name).to.deep.equal({});
  });
});
