import { expect } from 'chai';
import { describe, it } from 'mocha';
import { durationSeconds } from '../duration.ts';
import { quietPeriod } from './quiet-period.ts';
import { routesOf, routingTree } from './routing-tree.ts';
import { exampleOwners, exampleServices } from './testing/example-routing.ts';

const quietHours = {
  timeZone: 'Europe/Berlin',
  workingHours: { from: '08:00', to: '18:00' },
  quietWeekends: true,
};
const tree = routingTree(exampleServices, exampleOwners('http://127.0.0.1:1', { quietHours }));

describe('the routing tree', () => {
  it('mutes tickets of an owner with quiet hours, and no page, nor the desk', () => {
    const muted = tree.routes.filter(({ mutedDuring }) => mutedDuring.length > 0);
    expect(new Set(muted.map(({ receiver }) => receiver))).to.deep.equal(new Set(['platform-warning']));
    expect(muted[0]?.mutedDuring).to.deep.equal(tree.quietPeriods.map(({ name }) => name));
  });

  it('has a receiver for each route, each once, and none for an owner whom no service names', () => {
    const names = tree.receivers.map(({ name }) => name);
    expect(new Set(names).size).to.equal(names.length);
    expect(names).to.have.members([...new Set(tree.routes.map(({ receiver }) => receiver))]);
    expect(routingTree([]).receivers.map(({ name }) => name)).to.deep.equal(['desk', 'dead-mans-switch']);
  });

  it('has a route for an owner who is told of one symptom only', () => {
    const [service] = exampleServices;
    if (service === undefined) throw new Error('there is no example');
    const withSymptom = { ...service, symptoms: { HighLatency: { owner: 'operations' } } } as const;
    const labels = { alertname: 'HighLatency', service: 'desk', owner: 'operations', severity: 'critical' };
    const told = routesOf(routingTree([withSymptom], exampleOwners('http://127.0.0.1:1')), labels);
    expect(told.map(({ receiver }) => receiver)).to.deep.equal(['desk', 'operations-critical']);
  });

  it('tells the desk of everything but the Watchdog within 5 s, whatever owners there are', () => {
    for (const owner of ['platform', 'shop', 'nobody']) {
      const [first] = routesOf(tree, { alertname: 'Any', owner, severity: 'critical' });
      expect(first).to.include({ receiver: 'desk' });
      expect(first?.timing).to.include({ groupWait: '5s', groupInterval: '15s' });
    }
    expect(tree.fallback).to.deep.include({ receiver: 'desk' });
  });

  it('repeats at whole group intervals: a repeat is asked for at these only', () => {
    for (const { timing } of tree.routes)
      expect(durationSeconds(timing.repeatInterval) % durationSeconds(timing.groupInterval)).to.equal(0);
  });
});

describe('a quiet period', () => {
  it('is the time before and after work, and the weekend', () => {
    expect(quietPeriod('platform', quietHours).intervals).to.deep.equal([
      {
        times: [
          { start_time: '00:00', end_time: '08:00' },
          { start_time: '18:00', end_time: '24:00' },
        ],
        location: 'Europe/Berlin',
      },
      { weekdays: ['saturday', 'sunday'], location: 'Europe/Berlin' },
    ]);
  });

  it('leaves out what would have no length', () => {
    const allDay = { ...quietHours, workingHours: { from: '00:00', to: '24:00' } };
    expect(quietPeriod('platform', allDay).intervals).to.have.length(1);
    const evening = { ...quietHours, workingHours: { from: '00:00', to: '20:00' }, quietWeekends: false };
    expect(quietPeriod('platform', evening).intervals).to.deep.equal([
      { times: [{ start_time: '20:00', end_time: '24:00' }], location: 'Europe/Berlin' },
    ]);
  });
});
