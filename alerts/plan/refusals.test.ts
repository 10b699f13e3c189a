import { expect } from 'chai';
import { describe, it } from 'mocha';
import { burnRateTiers } from '../burn-rate.ts';
import { desk as shippedDesk } from '../catalog/desk.ts';
import { catalog } from '../catalog.ts';
import type { Objective, RawEvents } from '../objective.ts';
import { narrow, selector } from '../promql.ts';
import type { ServiceDefinition } from '../service-definition.ts';
import { everySignal } from '../symptoms/testing/every-signal.ts';
import { refusalsOf } from './refusals.ts';

const around = { tiers: burnRateTiers, hasFile: () => true };
const [availability] = shippedDesk.objectives;
const desk: ServiceDefinition = {
  name: 'desk',
  owner: 'platform',
  tier: 1,
  description: 'Takes alerts in',
  objectives: shippedDesk.objectives,
};
const withObjective = (changed: Partial<Objective>): ServiceDefinition => ({
  ...desk,
  objectives: [{ ...availability, ...changed }],
});
const named = (name: string, ...objectives: string[]): ServiceDefinition => {
  const requests = selector('requests_total', { job: name });
  const events = { total: requests, bad: narrow(requests, { code: '500' }) };
  return {
    ...desk,
    name,
    objectives: objectives.map((objective) => ({ ...availability, name: objective, events })),
  };
};
const refusals = (...services: ServiceDefinition[]): string[] => refusalsOf(services, around);
const file = 'alerts/catalog/desk.ts: service "desk"';

describe('refusalsOf', () => {
  it('has nothing against the catalog, nor against every signal that there is', () => {
    expect(refusals(...catalog)).to.deep.equal([]);
    expect(refusals(everySignal)).to.deep.equal([]);
  });

  it('refuses tiers whose threshold is 1 or more, and says from which target on they fire', () => {
    // 14.4 x 0.1 = 1.44, which page-now asks for at least too; 1 - 1 / 14.4 = 0.9306.
    const [now, fast, ...others] = refusals(withObjective({ target: 0.9 }));
    expect(others).to.deep.equal([]);
    expect(now).to.include('tier "page-now": it can never fire');
    expect(fast).to.equal(
      `${file}, objective "availability", tier "page-fast": it can never fire, for its threshold is 1.44 (14.4 x the budget of 0.1) and no more than 1 of all events fail; raise target above 0.931 or lower the tier's factor in alerts/burn-rate.ts.`,
    );
    expect(refusals(withObjective({ target: 0.931 }))).to.deep.equal([]);
  });

  it('refuses an objective whose traffic never is enough for any tier', () => {
    const lonely = { ...withObjective({}), expectedTraffic: { requestsPerHour: 0.01 } };
    expect(refusals(lonely)).to.have.length(1);
    expect(refusals(lonely)[0]).to.include(
      'objective "availability": none of its alerts can fire at 0.01 events an hour',
    );
    expect(refusals({ ...lonely, expectedTraffic: { requestsPerHour: 1 } })).to.deep.equal([]);
  });

  it('refuses a scrape that leaves a window under two of them, and takes one of just two', () => {
    const scraped = (interval: '30s' | '1m', timeout: '5s' | '2m' = '5s'): ServiceDefinition => ({
      ...desk,
      scrape: { interval, timeout },
    });
    expect(refusals(scraped('30s'))).to.deep.equal([]);
    expect(refusals(scraped('1m'))).to.deep.equal([
      `${file}: scrape.interval 1m: window 1m is under two scrapes of it, so that one failed scrape leaves nothing to look at; scrape every 30s or more often.`,
    ]);
    expect(refusals(scraped('30s', '2m'))).to.deep.equal([
      `${file}: scrape.timeout 2m is longer than the interval of 30s, which Prometheus refuses; take 30s or less.`,
    ]);
  });

  it('refuses an interval that does not divide the windows', () => {
    expect(refusals({ ...desk, scrape: { interval: '7s', timeout: '5s' } })[0]).to.include(
      'scrape.interval 7s does not divide 1m',
    );
  });

  it('refuses an objective of 100 %, and a service with nothing in it', () => {
    expect(refusals(withObjective({ target: 1 }))[0]).to.match(
      /^alerts\/catalog\/desk\.ts: service "desk", objective "availability": target 1 must lie between 0 and 1/,
    );
    expect(refusals({ ...desk, objectives: [] })[0]).to.include('it has neither objectives nor signals');
  });

  it('refuses two services of one name, two objectives of one name, and events of another service', () => {
    expect(refusals(desk, desk)[0]).to.include('service "desk" is in the catalog twice');
    expect(refusals({ ...desk, objectives: [availability, availability] })[0]).to.include(
      'objective "availability" is there twice',
    );
    expect(refusals(desk, { ...desk, name: 'shop' })[0]).to.include(
      'service "shop", objective "availability": its events have service="desk", which is another service of the catalog',
    );
  });

  it('refuses names that make one rule group or one recorded series of two', () => {
    expect(refusals(named('a-b', 'c'), named('a', 'b-c'))[0]).to.equal(
      'alerts/catalog/a-b.ts: service "a-b", objective "c" (rules of every 15s) and alerts/catalog/a.ts: service "a", objective "b-c" (rules of every 15s): both would make rule group "a-b-c"; rename a service or an objective.',
    );
    expect(refusals(named('a', 'x', 'x-long'))[0]).to.include('both would make rule group "a-x-long"');
    expect(refusals(named('a', 'b'), named('b', 'a'))).to.deep.equal([]);
  });

  it('refuses a signal that is there twice', () => {
    const queue = { kind: 'queue', waiting: selector('waiting', {}) } as const;
    expect(refusals({ ...desk, signals: [queue, queue] })[0]).to.match(
      /^alerts\/catalog\/desk\.ts: service "desk": signal "queue" is there twice/,
    );
  });

  it('refuses an alert without a runbook, a symptom included', () => {
    const lacking = new Set(['runbooks/LatencyBudgetBurn.md', 'runbooks/QueueBacklog.md']);
    const watched: ServiceDefinition = {
      ...desk,
      signals: [{ kind: 'queue', waiting: selector('waiting', {}) }],
    };
    expect(refusalsOf([watched], { ...around, hasFile: (path) => !lacking.has(path) })).to.have.members([
      `${file}, objective "latency": alert LatencyBudgetBurn has no runbook; write runbooks/LatencyBudgetBurn.md (runbooks/*.md show the sections).`,
      `${file}, signal "queue": alert QueueBacklog has no runbook; write runbooks/QueueBacklog.md (runbooks/*.md show the sections).`,
    ]);
  });

  it('refuses an owner that there is not', () => {
    // @ts-expect-error no such owner
    expect(refusals({ ...desk, owner: 'checkout' })[0]).to.include(
      'owner "checkout" is not in alerts/owners.ts',
    );
  });

  it('refuses dependencies that there are not, and a circle of them once', () => {
    const on = (name: string, ...dependencies: string[]): ServiceDefinition => ({
      ...named(name, 'availability'),
      dependencies,
    });
    expect(refusals(on('a', 'nowhere'))[0]).to.include(
      'service "a": dependencies name "nowhere", which is no service of the catalog; take one of a',
    );
    expect(refusals(on('a', 'b'), on('b', 'c'), on('c', 'b'))).to.deep.equal([
      'alerts/catalog/b.ts: service "b": dependencies go in a circle, "b" -> "c" -> "b"; leave one of them out.',
    ]);
    expect(refusals(on('a', 'a'))[0]).to.include('"a" -> "a"');
    expect(refusals(on('a', 'b', 'c'), on('b', 'c'), on('c'))).to.deep.equal([]);
  });

  it('refuses ten thousand objectives with one line', () => {
    const many = { ...desk, objectives: Array<Objective>(10_000).fill(availability) };
    expect(refusals(many)).to.have.length(1);
    expect(refusals(many)[0]).to.include('are more than 100');
  });
});

describe('a PromQL text of an objective', () => {
  const counted = (rawTotal: string): string[] => {
    const events: RawEvents = { rawTotal, rawBad: 'sum(increase(bad_total[$window]))' };
    return refusals(withObjective({ name: 'raw', events }));
  };

  it('is taken when it counts over $window', () => {
    expect(counted('sum by (environment) (increase(x_total{a="b"}[$window] offset 5m))')).to.deep.equal([]);
    expect(counted('sum(sum_over_time((x == bool 0)[$window:15s]))')).to.deep.equal([]);
  });

  it('is refused with the position where it does not parse', () => {
    expect(counted('sum(increase(x[$window])')).to.deep.equal([
      `${file}, objective "raw": events.rawTotal "sum(increase(x[$window])" does not parse at character 25, its end; try it in Prometheus with 5m in place of $window.`,
    ]);
    expect(counted('sum(increase(x[$window])) + + nothing{')[0]).to.match(/does not parse at character \d+/);
    expect(counted('increse(x[$window])')[0]).to.include(
      'does not parse at character 8, near "(x[$window])"',
    );
  });

  it('is refused where range and value are mixed up, which the grammar lets pass', () => {
    expect(counted('sum(x[$window])')[0]).to.include(
      'has a range where one value is wanted, at character 5, near "x[$window])"',
    );
    expect(counted('increase(x) * increase(y[$window])')[0]).to.include(
      'has one value where a range is wanted, at character 1, near "increase(x) * increa"',
    );
  });

  it('is refused when it knows no window', () => {
    expect(counted('sum(increase(x[5m]))')[0]).to.include('has no $window');
  });
});
