import { expect } from 'chai';
import { describe, it } from 'mocha';
import { burnRateTiers } from '../burn-rate.ts';
import { desk } from '../catalog/desk.ts';
import type { Objective } from '../objective.ts';
import { selector } from '../promql.ts';
import type { ServiceDefinition } from '../service-definition.ts';
import { mostObjectives, refusalsOf } from './refusals.ts';

const around = { tiers: burnRateTiers, hasFile: () => true };
const [availability] = desk.objectives;
const withObjective = (changed: Partial<Objective>): ServiceDefinition => ({
  ...desk,
  objectives: [{ ...availability, ...changed }],
});

describe('refusalsOf', () => {
  it('has nothing against the desk', () => {
    expect(refusalsOf([desk], around)).to.deep.equal([]);
  });

  it('refuses a tier whose threshold is 1 or more, and says from which target on it fires', () => {
    // 14.4 x 0.1 = 1.44; 1 - 1 / 14.4 = 0.9306.
    expect(refusalsOf([withObjective({ target: 0.9 })], around)).to.deep.equal([
      'alerts/catalog/desk.ts: service "desk", objective "availability", tier "page-fast": it can never fire, for its threshold is 1.44 (14.4 x the budget of 0.1) and no more than 1 of all requests fail; raise target above 0.931 or lower the tier\'s factor in alerts/burn-rate.ts.',
    ]);
    expect(refusalsOf([withObjective({ target: 0.931 })], around)).to.deep.equal([]);
  });

  it('refuses a window under two scrapes, and takes one of just two', () => {
    const [refusal, ...rest] = refusalsOf([withObjective({})], { ...around, clock: { scrapeSeconds: 31 } });
    expect(rest).to.deep.equal([]);
    expect(refusal).to.include(
      'tier "page-fast": window 1m is under two scrapes of 31 s, so an increase over it is nothing; take 62s',
    );
    expect(refusalsOf([desk], { ...around, clock: { scrapeSeconds: 30 } })).to.deep.equal([]);
  });

  it('refuses an objective of 100 %', () => {
    expect(refusalsOf([withObjective({ target: 1 })], around)).to.deep.equal([
      'alerts/catalog/desk.ts: service "desk", objective "availability": target 1 leaves no budget; give a share between 0 and 1, such as 0.999.',
    ]);
  });

  it('refuses two services of one name, two objectives of one name, and events of another service', () => {
    expect(refusalsOf([desk, desk], around)[0]).to.include('service "desk" is in the catalog twice');
    const twice: ServiceDefinition = { ...desk, objectives: [availability, availability] };
    expect(refusalsOf([twice], around)[0]).to.include('objective "availability" is there twice');
    expect(refusalsOf([desk, { ...desk, name: 'shop' }], around)[0]).to.include(
      'service "shop", objective "availability": its events have service="desk", so the pair AvailabilityBudgetBurn and "desk" would be that service\'s',
    );
  });

  it('refuses an alert without a runbook', () => {
    const hasFile = (path: string): boolean => path !== 'runbooks/LatencyBudgetBurn.md';
    expect(refusalsOf([desk], { ...around, hasFile })).to.deep.equal([
      'alerts/catalog/desk.ts: service "desk", objective "latency": alert LatencyBudgetBurn has no runbook; write runbooks/LatencyBudgetBurn.md (runbooks/*.md show the sections).',
    ]);
  });

  it('refuses a selector that does not parse, ten thousand objectives and traffic that is none', () => {
    const total = selector('http_requests_total)', {});
    expect(refusalsOf([withObjective({ events: { total, bad: total } })], around)[0]).to.match(
      /desk-availability": PromQL does not parse at character \d+ of: /,
    );
    const many: ServiceDefinition = {
      ...desk,
      objectives: [availability, ...Array(9999).fill(availability)],
    };
    expect(refusalsOf([many], around)).to.deep.equal([
      `alerts/catalog/desk.ts: service "desk": 10000 objectives; at most ${mostObjectives} are taken, so split the service or drop some.`,
    ]);
    expect(refusalsOf([{ ...desk, expectedTraffic: { requestsPerHour: 0 } }], around)[0]).to.include(
      'requestsPerHour 0 is no traffic',
    );
  });
});
