import { expect } from 'chai';
import { describe, it } from 'mocha';
import { desk } from '../catalog/desk.ts';
import { durationSeconds } from '../duration.ts';
import { selector } from '../promql.ts';
import { severityRoutes } from '../routing/severity-routes.ts';
import type { ServiceDefinition } from '../service-definition.ts';
import { renderPlans } from './plan-table.ts';
import { ordinaryPlanSetting, planOf } from './service-plan.ts';
import { spokenSeconds } from './wording.ts';

const setting = ordinaryPlanSetting;
const [availability] = desk.objectives;
const render = (service: ServiceDefinition): string => renderPlans([planOf(service, setting)], setting);
const busy: ServiceDefinition = {
  ...desk,
  objectives: desk.objectives,
  signals: [],
  expectedTraffic: { requestsPerHour: 36_000 },
};
const quiet: ServiceDefinition = {
  name: 'quiet',
  owner: 'shop',
  tier: 3,
  description: 'Hardly asked',
  objectives: [availability],
};

/** What a person reads of a page that fires after so many seconds. */
const paged = (seconds: number): string =>
  spokenSeconds(seconds + durationSeconds(severityRoutes.critical.timing.groupWait));

describe('renderPlans', () => {
  const lines = render(busy).split('\n');

  it('puts the budget in minutes and requests above the tiers', () => {
    expect(lines).to.include('  budget: 43.2 minutes in which all fail, or 25,920 requests');
  });

  it('aligns words to the left and figures to the right, one line a tier, and the first message below', () => {
    const start = lines.findIndex((line) => line.startsWith('  AvailabilityBudgetBurn '));
    const table = lines.slice(start, start + 7);
    expect(new Set(table.slice(0, 6).map((line) => line.length)).size).to.equal(1);
    // 4, 35 and 173 scrapes, seen one later, and Alertmanager's wait with a page.
    const times = [75, 540, 2610].map(paged).join(' +');
    expect(table[2]).to.match(
      new RegExp(`^ {4}page-fast +critical +platform +${times} +2 % +<0\\.001 +[\\d,]+$`),
    );
    // 15 s of all are over 10 % of 2 min; 10 % of them never are.
    expect(table[6]).to.match(new RegExp(`^ {2}first message +${[30, 540, 2610].map(paged).join(' +')}$`));
  });

  it('writes never where a tier cannot see a failure', () => {
    const latency = lines.findIndex((line) => line.startsWith('  LatencyBudgetBurn '));
    expect(lines[latency + 2]).to.match(
      new RegExp(`page-fast +critical +platform +${paged(540)} +never +never +2 %`),
    );
  });

  it('says that traffic is assumed where none is declared, and that only the desk is told', () => {
    const text = render(quiet);
    expect(text).to.match(
      /^quiet \(tier 3, shop\): 600 requests an hour, assumed; declare expectedTraffic in alerts\/catalog\/quiet\.ts; scraped every 15 s/,
    );
    expect(text).to.match(/page-now +critical +desk /);
  });

  it('counts the checks of a probe, one a scrape', () => {
    const events = { success: selector('probe_success', { job: 'shop' }) };
    const probed: ServiceDefinition = {
      ...quiet,
      objectives: [{ ...availability, name: 'answers', kind: 'probe', events }],
      scrape: { interval: '30s', timeout: '10s' },
    };
    // 0.001 of 30 days with 120 an hour.
    expect(render(probed)).to.include('or 86.4 checks');
  });

  it('lists symptoms with threshold, window and hold, and who is told instead of the owner', () => {
    const watched: ServiceDefinition = {
      ...quiet,
      objectives: [],
      owner: 'platform',
      signals: [
        { kind: 'queue', component: 'orders', waiting: selector('queue_length', {}) },
        { kind: 'watchdog', labels: { environment: null } },
      ],
      symptoms: { QueueBacklog: { owner: 'shop', critical: { hold: '1m', reason: 'orders expire' } } },
      escalation: { critical: ['operations'] },
    };
    const text = render(watched);
    expect(text).to.match(/QueueBacklog +orders +warning +desk +100 waiting +5m +5 min 20 s/);
    expect(text).to.match(
      new RegExp(`QueueBacklog +orders +critical +operations +500 waiting +1m +${paged(75)}`),
    );
    expect(text).to.match(/Watchdog +- +warning +dead-mans-switch +- +0s +15 s +0/);
  });
});
