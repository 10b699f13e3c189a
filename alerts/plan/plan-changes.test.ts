import { expect } from 'chai';
import { describe, it } from 'mocha';
import { desk as shippedDesk } from '../catalog/desk.ts';
import { selector } from '../promql.ts';
import type { ServiceDefinition } from '../service-definition.ts';
import { renderChanges } from './changes-text.ts';
import { changesBetween, type ServiceChanges } from './plan-changes.ts';
import { type PlanRecord, readRecord, recordOf, renderRecord } from './plan-record.ts';

const [availability, latency] = shippedDesk.objectives;
const desk: ServiceDefinition = {
  name: 'desk',
  owner: 'platform',
  tier: 1,
  description: 'Takes alerts in',
  objectives: [availability],
  signals: [{ kind: 'queue', waiting: selector('waiting', {}) }],
  expectedTraffic: { requestsPerHour: 36_000 },
};
const before = recordOf([desk]);
const diff = (after: PlanRecord): ServiceChanges[] => changesBetween(before, after);
const changed = (change: Partial<ServiceDefinition>): Map<string, readonly string[]> => {
  const [service] = diff(recordOf([{ ...desk, ...change }]));
  return new Map(service?.changes.map(({ subject, sentences }) => [subject, sentences]));
};
/** The same plan with one alert's times set, as another compiler would have planned it. */
const withTimes = (times: Readonly<Record<string, number | 'never'>>): PlanRecord => {
  const record = structuredClone(before);
  Object.assign(record.services.desk!.alerts['availability page-fast']!.secondsToTell, times);
  return record;
};

describe('changesBetween', () => {
  it('has nothing to say of the same catalog, nor of one whose order changed', () => {
    const other = { ...desk, name: 'other' };
    expect(diff(recordOf([desk]))).to.deep.equal([]);
    expect(changesBetween(recordOf([desk, other]), recordOf([other, desk]))).to.deep.equal([]);
    expect(diff(readRecord(renderRecord(before), 'a copy'))).to.deep.equal([]);
  });

  it('says how much sooner or later, and what is never or at last detected', () => {
    const was = before.services.desk!.alerts['availability page-fast']!.secondsToTell['10 % errors'];
    const [later] = changesBetween(withTimes({ '10 % errors': 500 }), withTimes({ '10 % errors': 540 }));
    const sentences = later!.changes.find(({ subject }) => subject === 'availability page-fast')!.sentences;
    expect(sentences).to.deep.equal(['detects 10 % errors 40 s later: after 9 min, not 8 min 20 s']);
    expect(was).to.be.a('number');
    const never = changesBetween(withTimes({ '2 % errors': 60 }), withTimes({ '2 % errors': 'never' }))[0];
    expect(renderChanges([never!], 'x')).to.include('detects 2 % errors no more; it did after 1 min');
    const atLast = changesBetween(withTimes({ '2 % errors': 'never' }), withTimes({ '2 % errors': 60 }))[0];
    expect(renderChanges([atLast!], 'x')).to.include('detects 2 % errors after 1 min, which it never did');
  });

  it('says of an objective what is promised, its budget and when the first message comes', () => {
    const changes = changed({ objectives: [{ ...availability, target: 0.9995 }] });
    // 0.0005 of 43,200 minutes and of 720 h x 36,000.
    expect(changes.get('availability')?.slice(0, 3)).to.deep.equal([
      'promises 99.9 % over 30 days -> 99.95 % over 30 days',
      'budget in minutes 43.2 -> 21.6',
      'budget in events 25,920 -> 12,960',
    ]);
    expect(changes.get('availability')?.[3]).to.match(/^first message at 10 % errors .* sooner: after/);
  });

  it('says of false alerts from how many to how many', () => {
    const quieter = changed({ expectedTraffic: { requestsPerHour: 200 } });
    expect([...quieter.values()].flat().join('\n')).to.match(
      /false alerts a month, at most <0\.001 -> 0\.\d+/,
    );
    expect(quieter.get('traffic')).to.deep.equal(['requests an hour 36,000 -> 200']);
  });

  it('says once what holds for every alert, and names those few of which it does not', () => {
    expect(changed({ owner: 'operations' }).get('every alert')).to.deep.equal([
      'tells operations instead of platform',
    ]);
    const but = changed({
      owner: 'operations',
      symptoms: { QueueBacklog: { owner: 'platform' } },
    });
    expect([...but.keys()]).to.deep.equal(['every alert but QueueBacklog critical, QueueBacklog warning']);
  });

  it('says of a symptom its threshold and hold, and how much later that is', () => {
    const changes = changed({
      symptoms: { QueueBacklog: { warning: { thresholdWaiting: 200, hold: '10m', reason: 'orders wait' } } },
    });
    expect([...changes]).to.deep.equal([
      [
        'QueueBacklog warning',
        [
          'threshold 100 waiting -> 200 waiting',
          'held for 5m -> 10m',
          'tells at the soonest 5 min later: after 10 min 45 s, not 5 min 45 s',
        ],
      ],
    ]);
  });

  it('names what is added and removed: an alert, an objective, a service', () => {
    const off = changed({ symptoms: { QueueBacklog: { off: 'nobody waits' } } });
    expect(off.get('QueueBacklog critical')).to.deep.equal(['removed, it told platform']);
    const more = changed({ objectives: [availability, latency] });
    expect(more.get('latency')?.[0]).to.equal(
      'objective added: requests answered within 0.5 s, 99 % over 30 days',
    );
    expect(more.get('latency page-now')).to.deep.equal([
      'added, LatencyBudgetBurn (critical) tells platform',
    ]);
    expect(diff({ format: 1, services: {} })).to.deep.equal([
      {
        service: 'desk',
        changes: [{ subject: 'service', sentences: ['removed, and its 8 alerts with it'] }],
      },
    ]);
    const [shop] = diff(recordOf([desk, { ...desk, name: 'shop' }]));
    expect(shop?.changes[0]).to.deep.equal({ subject: 'service', sentences: ['added with 8 alerts'] });
    expect(shop?.changes).to.have.length(9);
  });

  it('counts what all rules read', () => {
    expect(changed({ objectives: [availability, latency] }).get('all rules')?.[0]).to.match(
      /^samples in 30 s [\d,]+ -> [\d,]+$/,
    );
  });
});

describe('renderChanges', () => {
  it('puts one thing behind its subject and several below it', () => {
    const changes = [
      { subject: 'a', sentences: ['one'] },
      { subject: 'b', sentences: ['one', 'two'] },
    ];
    expect(renderChanges([{ service: 'desk', changes }], 'main')).to.equal(
      'What changes for the person on call, compared with main:\n\ndesk\n  a: one\n  b\n    one\n    two',
    );
    expect(renderChanges([], 'main')).to.equal(
      'Nothing changes for the person on call (compared with main).',
    );
  });
});
