import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { ListeningStack, until } from './testing/listening-stack.ts';

const page = { severity: 'critical', service: 'checkout', environment: 'production' };
const ticket = { ...page, severity: 'warning' };

/** Pages that fire, each about one thing; `what` tells the alerts of this test apart. */
const pages = [
  { ...page, alertname: 'BudgetBurn', slo: 'availability', what: 'availability page' },
  { ...page, alertname: 'HighCpu', signal: 'cpu', instance: 'one', what: 'cpu page' },
  { ...page, alertname: 'QueueBacklog', signal: 'queue', component: 'orders', what: 'queue page' },
  { ...page, alertname: 'DiskFilling', signal: 'disk', what: 'disk page' },
  { ...page, alertname: 'RuleFailures', signal: 'prometheus', what: 'rules page' },
  { ...page, alertname: 'Odd', what: 'page about nothing in particular' },
];
const silenced = [
  { ...ticket, alertname: 'BudgetBurn', slo: 'availability', what: 'same objective' },
  { ...ticket, alertname: 'HighCpu', signal: 'cpu', instance: 'one', what: 'same signal and instance' },
  { ...ticket, alertname: 'QueueBacklog', signal: 'queue', component: 'orders', what: 'same component' },
];
const told = [
  { ...ticket, alertname: 'BudgetBurn', slo: 'latency', what: 'another objective' },
  { ...ticket, alertname: 'BudgetBurn', slo: 'availability', service: 'stock', what: 'another service' },
  {
    ...ticket,
    alertname: 'BudgetBurn',
    slo: 'availability',
    environment: 'staging',
    what: 'another environment',
  },
  { ...ticket, alertname: 'HighCpu', signal: 'memory', instance: 'one', what: 'another signal' },
  { ...ticket, alertname: 'HighCpu', signal: 'cpu', instance: 'two', what: 'another instance' },
  { ...ticket, alertname: 'QueueBacklog', signal: 'queue', component: 'mails', what: 'another component' },
  {
    ...ticket,
    alertname: 'DiskWillFill',
    signal: 'disk',
    what: 'another alert, which may be of another disk',
  },
  { ...ticket, alertname: 'RuleFailures', signal: 'prometheus', what: 'another fault of Prometheus' },
  { ...ticket, alertname: 'Odd', what: 'ticket about nothing in particular' },
  { ...page, alertname: 'BudgetBurn', slo: 'availability', tier: 'fast', what: 'second page about the same' },
];

describe('a page', function () {
  this.timeout(60_000);
  let stack: ListeningStack;
  let inhibited: Record<string, boolean>;
  before(async () => {
    stack = await ListeningStack.start();
    await stack.fire(...pages);
    await stack.fire(...silenced, ...told);
    // The inhibitor hears of alerts a moment after the list does.
    await until(async () => {
      inhibited = await stack.inhibited();
      return silenced.every(({ what }) => inhibited[what]);
    });
  });
  after(() => stack.stop());

  for (const { what } of silenced)
    it(`silences the ticket: ${what}`, () => {
      expect(inhibited[what]).to.equal(true);
    });

  for (const { what } of [...told, ...pages])
    it(`leaves alone: ${what}`, () => {
      expect(inhibited[what]).to.equal(false);
    });

  it('gives the ticket back when it is over', async () => {
    await stack.resolve(...pages, ...told);
    await until(async () => {
      inhibited = await stack.inhibited();
      return silenced.every(({ what }) => inhibited[what] === false);
    });
  });
});
