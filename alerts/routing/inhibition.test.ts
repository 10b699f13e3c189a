import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { ListeningStack, until } from './testing/listening-stack.ts';

const page = { severity: 'critical', service: 'checkout', environment: 'production' };
const ticket = { ...page, severity: 'warning' };

/** Pages that fire, each about one thing. */
const pages = [
  { ...page, alertname: 'availability page', slo: 'availability' },
  { ...page, alertname: 'cpu page', signal: 'cpu', instance: 'one' },
  { ...page, alertname: 'queue page', signal: 'queue', component: 'orders' },
  { ...page, alertname: 'rules page', signal: 'prometheus' },
  { ...page, alertname: 'page about nothing in particular' },
];
const silenced = [
  { ...ticket, alertname: 'same objective', slo: 'availability' },
  { ...ticket, alertname: 'same signal and instance', signal: 'cpu', instance: 'one' },
  { ...ticket, alertname: 'same component', signal: 'queue', component: 'orders' },
];
const told = [
  { ...ticket, alertname: 'another objective', slo: 'latency' },
  { ...ticket, alertname: 'another service', slo: 'availability', service: 'stock' },
  { ...ticket, alertname: 'another environment', slo: 'availability', environment: 'staging' },
  { ...ticket, alertname: 'another signal', signal: 'memory', instance: 'one' },
  { ...ticket, alertname: 'another instance', signal: 'cpu', instance: 'two' },
  { ...ticket, alertname: 'another component', signal: 'queue', component: 'mails' },
  { ...ticket, alertname: 'another fault of Prometheus', signal: 'prometheus' },
  { ...ticket, alertname: 'ticket about nothing in particular' },
  { ...page, alertname: 'second page about the same', slo: 'availability' },
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
      return silenced.every(({ alertname }) => inhibited[alertname]);
    });
  });
  after(() => stack.stop());

  for (const { alertname } of silenced)
    it(`silences the ticket: ${alertname}`, () => {
      expect(inhibited[alertname]).to.equal(true);
    });

  for (const { alertname } of [...told, ...pages])
    it(`leaves alone: ${alertname}`, () => {
      expect(inhibited[alertname]).to.equal(false);
    });

  it('gives the ticket back when it is over', async () => {
    await stack.resolve(...pages, ...told);
    await until(async () => {
      inhibited = await stack.inhibited();
      return silenced.every(({ alertname }) => inhibited[alertname] === false);
    });
  });
});
