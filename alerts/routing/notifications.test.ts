import { expect } from 'chai';
import { afterEach, describe, it } from 'mocha';
import { ListeningStack, until } from './testing/listening-stack.ts';

const labels = { service: 'desk', environment: 'production', slo: 'availability', owner: 'platform' };
const page = { ...labels, alertname: 'AvailabilityBudgetBurn', severity: 'critical' };
const ticket = { ...labels, alertname: 'AvailabilityBudgetBurn', severity: 'warning', slo: 'latency' };

describe('a real Alertmanager with the compiled routes', function () {
  this.timeout(60_000);
  let stack: ListeningStack;
  afterEach(() => stack.stop());

  it('tells the desk and each channel of the owner, with the secrets from their files', async () => {
    stack = await ListeningStack.start((url) => ({
      'slack-api-url': `${url}/slack\n`,
      pagerduty: 'made-up-key\n',
    }));
    await stack.fire(page);
    const [slack, pager] = await Promise.all([
      stack.told.first(({ path }) => path === '/slack'),
      stack.told.first(({ path }) => path === '/pagerduty'),
      stack.told.first(({ path }) => path === '/desk'),
    ]);
    const { channel, attachments } = JSON.parse(slack.body);
    expect(channel).to.equal('#tests');
    expect(attachments[0].title).to.equal('[FIRING:1] desk in production: availability');
    expect(attachments[0].text).to.equal(
      'AvailabilityBudgetBurn (critical, firing): summary of AvailabilityBudgetBurn\nwhat it means\nRunbook: r.md\n\n',
    );
    expect(JSON.parse(pager.body)).to.deep.include({ routing_key: 'made-up-key', event_action: 'trigger' });
    expect(JSON.parse(pager.body).payload).to.include({
      severity: 'critical',
      component: 'desk',
      group: 'production',
    });
  });

  it('with a secret missing tells everybody else, says which file, and catches up without a reload', async () => {
    stack = await ListeningStack.start((url) => ({ 'slack-api-url': `${url}/slack` }));
    await stack.fire(page);
    await Promise.all(['/slack', '/desk'].map((path) => stack.told.first((each) => each.path === path)));
    await until(async () => (await stack.failures('pagerduty')) > 0);
    expect(await stack.failures('slack')).to.equal(0);
    expect(await stack.log()).to.match(/pagerduty: no such file or directory/);
    await stack.writeSecret('pagerduty', 'made-up-key');
    await stack.told.first(({ path }) => path === '/pagerduty');
  });

  it('tells owners whom a service escalates to, with their token, and nobody by a ticket they did not ask for', async () => {
    stack = await ListeningStack.start(() => ({ 'operations-token': 'made-up-token\n' }));
    const escalated = { ...page, service: 'checkout', owner: 'shop' };
    await stack.fire({ ...escalated, severity: 'warning', slo: 'latency' }, escalated);
    const { authorization, body } = await stack.told.first(({ path }) => path === '/operations');
    expect(authorization).to.equal('Bearer made-up-token');
    expect(JSON.parse(body).commonLabels).to.include({ service: 'checkout', severity: 'critical' });
  });

  it('keeps tickets for the morning, but neither pages nor the desk', async () => {
    stack = await ListeningStack.start(
      (url) => ({ 'slack-api-url': `${url}/slack`, pagerduty: 'made-up-key', 'operations-token': 'made-up' }),
      { quietHours: quietNow() },
    );
    // The same ticket of a service that escalates it to somebody without quiet hours: told, in the same breath.
    await stack.fire(ticket, { ...ticket, service: 'stock' }, page);
    await stack.told.first(({ path }) => path === '/operations');
    await stack.told.first(({ path }) => path === '/slack');
    await stack.told.first(({ path, body }) => path === '/desk' && body.includes('"warning"'));
    // Another round of all groups: the ends are told as well.
    await stack.resolve(page, { ...ticket, service: 'stock' });
    await stack.told.first(({ path, body }) => path === '/operations' && body.includes('"resolved"'));
    await stack.told.first(({ path, body }) => path === '/slack' && body.includes('[RESOLVED]'));
    const inSlack = stack.told.at('/slack').map(({ body }) => JSON.parse(body).attachments[0].text);
    expect(inSlack.filter((text) => text.includes('warning'))).to.deep.equal([]);
  });

  it("tells the dead man's switch alone of the Watchdog, whatever pages fire", async () => {
    stack = await ListeningStack.start();
    await stack.fire({ ...labels, alertname: 'Watchdog', severity: 'warning' }, page);
    await stack.told.first(({ path }) => path === '/desk');
    // Its token is missing: what is seen here is the attempt to tell it.
    await until(async () => /dead-mans-switch: no such file/.test(await stack.log()));
    expect(stack.told.at('/desk').filter(({ body }) => body.includes('Watchdog'))).to.deep.equal([]);
  });
});

/** Quiet hours that hold now and for half a day more, in UTC. */
function quietNow() {
  const inTwelveHours = new Date(Date.now() + 12 * 3_600_000).toISOString();
  const hour = inTwelveHours.slice(11, 13);
  return {
    timeZone: 'UTC',
    workingHours: { from: `${hour}:00`, to: `${hour}:01` },
    quietWeekends: false,
  };
}
