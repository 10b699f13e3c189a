import { expect } from 'chai';
import { describe, it } from 'mocha';
import { desk } from '../catalog/desk.ts';
import type { ServiceDefinition } from '../service-definition.ts';
import { renderPlans } from './plan-table.ts';
import { planOf } from './service-plan.ts';

const setting = {
  clock: { scrapeSeconds: 15, evaluationSeconds: 15, groupWaitSeconds: 5 },
  series: 100,
};
const [availability] = desk.objectives;
const quiet: ServiceDefinition = {
  name: 'quiet',
  owner: 'shop',
  tier: 3,
  description: 'Hardly asked',
  objectives: [availability],
};

describe('renderPlans', () => {
  const lines = renderPlans(
    [planOf({ ...desk, expectedTraffic: { requestsPerHour: 600 } }, setting)],
    setting,
  ).split('\n');

  it('puts the budget in minutes and requests above the tiers', () => {
    expect(lines).to.include('  budget: 43.2 minutes of full outage, 432 requests');
  });

  it('aligns words to the left and figures to the right, one line a tier', () => {
    const start = lines.findIndex((line) => line.startsWith('  tier '));
    const table = lines.slice(start, start + 5);
    expect(new Set(table.map((line) => line.length)).size).to.equal(1);
    // 60 + 15 + 5 s; 525 + 15 + 5 s; 2,595 + 15 + 5 s; 3 x 100 x (240 + 4) + 5 samples.
    expect(table[1]).to.match(/^ {2}page-fast +critical +2\.008 % +80 s +545 s +2,615 s +<0\.001 +73,205$/);
  });

  it('writes never where a tier cannot see a failure', () => {
    const latency = lines.slice(lines.findIndex((line) => line.startsWith('latency')));
    expect(latency[3]).to.match(/page-fast +critical +2\.008 % +545 s +never +never/);
  });

  it('says that traffic is assumed where none is declared', () => {
    expect(renderPlans([planOf(quiet, setting)], setting)).to.match(
      /^quiet \(tier 3, night\): 600 requests an hour, assumed; declare expectedTraffic in alerts\/catalog\/quiet\.ts/,
    );
  });
});
