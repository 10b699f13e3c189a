import { expect } from 'chai';
import { describe, it } from 'mocha';
import { type AlertOptions, alertOf, webhookOf } from '../testing/desk.test.ts';
import { type KnownEpisode, planIntake } from './intake-plan.ts';
import { webhookSchema } from './webhook.ts';

const now = '2026-03-01T03:13:00.000Z';
const at = (minute: number) => `2026-03-01T03:${String(minute).padStart(2, '0')}:00.000Z`;

function plan(alerts: readonly AlertOptions[], known: readonly Partial<KnownEpisode>[] = []) {
  const planned = planIntake({
    alerts: webhookSchema.parse(webhookOf(alerts.map(alertOf))).alerts,
    known: known.map((episode, index) => ({
      id: String(index + 1),
      fingerprint: 'f1',
      startsAt: at(12),
      endsAt: null,
      incidentId: '7',
      sameAs: null,
      ...episode,
    })),
    open: known.length > 0 ? [{ id: '7', service: 'desk', environment: 'staging' }] : [],
    now,
  });
  return { ...planned, outcomes: planned.results.map(({ outcome }) => outcome) };
}

describe('the intake plan', () => {
  it('opens one incident for all alerts of one service and environment', () => {
    const { opened, outcomes } = plan([
      {},
      { fingerprint: 'f2', labels: { slo: 'latency' } },
      { fingerprint: 'f3', labels: { environment: 'production' } },
    ]);
    expect(opened).to.deep.equal([
      { service: 'desk', environment: 'staging' },
      { service: 'desk', environment: 'production' },
    ]);
    expect(outcomes).to.deep.equal(['opened', 'attached', 'opened']);
  });

  it('changes nothing for an alert it knows', () => {
    const { outcomes, events, episodes } = plan([{}], [{}]);
    expect({ outcomes, events, episodes }).to.deep.equal({
      outcomes: ['duplicate'],
      events: [],
      episodes: [],
    });
  });

  it('follows startsAt to an earlier time without opening anything', () => {
    const { outcomes, events, opened } = plan([{ startsAt: at(10) }], [{}]);
    expect(outcomes).to.deep.equal(['duplicate']);
    expect(opened).to.have.length(0);
    expect(events.map(({ event }) => event.kind)).to.deep.equal(['alert-moved']);
  });

  it('resolves the firing episode, whichever of its start times is told', () => {
    const { outcomes, episodes } = plan([{ status: 'resolved', startsAt: at(10), endsAt: at(20) }], [{}]);
    expect(outcomes).to.deep.equal(['resolved']);
    expect(episodes[0]).to.include({ endsAt: at(20) });
  });

  it('does not reopen for a firing notification that arrives after its resolve', () => {
    const over = plan([{ status: 'resolved' }, { status: 'firing' }]);
    expect(over.outcomes).to.deep.equal(['ignored', 'duplicate']);
    expect(over.opened).to.have.length(0);
  });

  it('lets an old resolve pass a newer episode by', () => {
    const { outcomes } = plan([{ status: 'resolved', startsAt: at(1), endsAt: at(5) }], [{}]);
    expect(outcomes).to.deep.equal(['ignored']);
  });

  it('takes a start after the end as a new episode', () => {
    const { outcomes } = plan([{ startsAt: at(30) }], [{ endsAt: at(20) }]);
    expect(outcomes).to.deep.equal(['attached']);
  });

  it('resolves nothing for alerts that are absent', () => {
    const { episodes } = plan([{ fingerprint: 'f2' }], [{}]);
    expect(episodes.map(({ fingerprint }) => fingerprint)).to.deep.equal(['f2']);
  });

  it('ignores the watchdog', () => {
    expect(plan([{ labels: { alertname: 'Watchdog' } }]).outcomes).to.deep.equal(['ignored']);
  });
});
