import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { FrozenPanels } from '../panels/frozen-panels.ts';
import { examplePanels } from '../testing/example-panels.test.ts';
import { foldIncident, severityOf } from './incident.ts';
import type { IncidentEvent, NewEvent } from './incident-event.ts';

const head = {
  id: '7',
  service: 'desk',
  environment: 'staging',
  openedAt: '2026-03-01T03:13:00.000Z',
  closedAt: null,
};

function record(...events: NewEvent[]): IncidentEvent[] {
  return events.map((event, index) => ({ ...event, id: String(index + 1), recordedAt: head.openedAt }));
}

function fired(fingerprint: string, labels: Record<string, string>): NewEvent {
  const startsAt = '2026-03-01T03:12:00.000Z';
  return {
    kind: 'alert-fired',
    at: startsAt,
    data: { source: 'alertmanager', fingerprint, startsAt, labels, annotations: {}, generatorUrl: '' },
  };
}

describe('the fold of an incident', () => {
  it('counts what fires and follows a moved start to its end', () => {
    const startsAt = '2026-03-01T03:10:00.000Z';
    const incident = foldIncident(
      head,
      record(
        fired('a', { severity: 'warning' }),
        fired('b', { severity: 'critical' }),
        {
          kind: 'alert-moved',
          at: head.openedAt,
          data: { fingerprint: 'a', from: '2026-03-01T03:12:00.000Z', startsAt },
        },
        {
          kind: 'alert-resolved',
          at: '2026-03-01T03:20:00.000Z',
          data: { fingerprint: 'a', startsAt, endsAt: '2026-03-01T03:20:00.000Z' },
        },
      ),
    );
    expect(incident).to.include({ alertsFiring: 1, severity: 2, state: 'open' });
    expect(incident.episodes.map(({ endsAt }) => endsAt)).to.deep.equal(['2026-03-01T03:20:00.000Z', null]);
  });

  it('is a drill only while every alert is of a drill', () => {
    const drill = fired('a', { drill: 'bad-release' });
    expect(foldIncident(head, record(drill)).drill).to.equal('bad-release');
    expect(foldIncident(head, record(drill, fired('b', {}))).drill).to.equal(null);
  });

  it('shows the key panels that were kept last, but no failure in the place of data', () => {
    const [asked, later] = [examplePanels(new Date(head.openedAt), 'b'), examplePanels(new Date(), 'b')];
    const { askedAt, from, to } = later;
    const failed: FrozenPanels = { status: 'failed', askedAt, from, to, reason: 'gone' };
    const fold = (...frozen: FrozenPanels[]) =>
      foldIncident(
        head,
        record(...frozen.map((data) => ({ kind: 'panels-frozen' as const, at: data.askedAt, data }))),
      ).panels;
    expect(fold()).to.equal(null);
    expect(fold(failed)).to.equal(failed);
    expect(fold(asked, later)).to.equal(later);
    expect(fold(asked, failed)).to.equal(asked);
  });

  it('is no real one because two drills are at work at once', () => {
    const both = record(fired('a', { drill: 'bad-release' }), fired('b', { drill: 'full-disk' }));
    expect(foldIncident(head, both).drill).to.equal('bad-release, full-disk');
  });

  it('is acknowledged until it is closed', () => {
    const events = record({ kind: 'acknowledged', at: head.openedAt, data: { by: 'ada' } });
    expect(foldIncident(head, events).state).to.equal('acknowledged');
    expect(foldIncident({ ...head, closedAt: head.openedAt }, events).state).to.equal('closed');
  });

  it('tells events in the order in which they happened, not in which it heard of them', () => {
    const incident = foldIncident(
      head,
      record({ kind: 'opened', at: head.openedAt, data: { alertname: 'X' } }, fired('a', {})),
    );
    expect(incident.events.map(({ kind }) => kind)).to.deep.equal(['alert-fired', 'opened']);
  });

  it('makes a page severity 2 and a ticket severity 3', () => {
    expect(severityOf({ severity: 'critical' })).to.equal(2);
    expect(severityOf({ severity: 'warning' })).to.equal(3);
    expect(severityOf({})).to.equal(4);
  });
});
