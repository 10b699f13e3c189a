import { expect } from 'chai';
import { before, beforeEach, describe, it } from 'mocha';
import type { Store } from '../db/store.ts';
import { acknowledgeIncident } from '../incidents/incident-actions.ts';
import { takeAlerts } from '../incidents/intake.ts';
import { webhookSchema } from '../incidents/webhook.ts';
import { createStore } from '../testing/database.test.ts';
import { alertOf, webhookOf } from '../testing/desk.test.ts';
import {
  daysAgo,
  figuresOf,
  forgetEverything,
  minutesAgo,
  recordIncident,
} from '../testing/recorded.test.ts';

const drill = { severity: 'critical', drill: 'bad-release' };

describe('the figures of incidents', () => {
  let store: Store;
  before(async () => {
    ({ store } = await createStore('figures_incidents'));
  });
  beforeEach(() => forgetEverything(store));

  it('count what was opened by the severity of its first notification, whatever joins later', async () => {
    await recordIncident(store, { openedAt: daysAgo(400), closedAt: daysAgo(399) });
    await recordIncident(store, {
      openedAt: minutesAgo(5),
      alerts: [{ labels: { severity: 'warning' } }, { labels: { severity: 'critical' } }],
    });
    await recordIncident(store, { environment: 'production', openedAt: minutesAgo(5), alerts: [] });
    const opened = await figuresOf(store, 'incidentsOpened');
    expect(opened).to.deep.equal({
      ...{ 'desk staging 1': 0, 'desk staging 2': 1, 'desk staging 3': 1, 'desk staging 4': 0 },
      ...{ 'desk production 1': 0, 'desk production 2': 0, 'desk production 3': 0, 'desk production 4': 1 },
    });
    expect(await figuresOf(store, 'incidentsClosed')).to.deep.equal({
      'desk staging': 1,
      'desk production': 0,
    });
    expect(await figuresOf(store, 'incidentsOpen')).to.deep.equal({ 1: 0, 2: 1, 3: 0, 4: 1 });
  });

  it('count a page for each critical alert that fired, also for one that fired again, and once when told twice', async () => {
    const take = (...alerts: Record<string, unknown>[]) =>
      takeAlerts(store, webhookSchema.parse(webhookOf(alerts)));
    const ticket = alertOf({ fingerprint: 'ticket', labels: { severity: 'warning' } });
    await take(alertOf(), ticket);
    await take(alertOf(), ticket);
    expect(await figuresOf(store, 'pages')).to.deep.equal({ 'desk staging': 1 });
    await take(alertOf({ status: 'resolved' }));
    await take(alertOf({ startsAt: '2026-03-01T04:00:00.000Z' }));
    expect(await figuresOf(store, 'pages')).to.deep.equal({ 'desk staging': 2 });
    expect(await figuresOf(store, 'incidentsOpened')).to.include({
      'desk staging 2': 1,
      'desk staging 3': 0,
    });
  });

  it('count 250 open incidents, more than have series of their own', async () => {
    const alerts = Array.from({ length: 250 }, (_, n) =>
      alertOf({ fingerprint: `g${n}`, labels: { environment: `e${n}` } }),
    );
    const { opened } = await takeAlerts(store, webhookSchema.parse(webhookOf(alerts)));
    await acknowledgeIncident(store, opened[0] ?? '', 'ada');
    expect(await figuresOf(store, 'incidentsOpen')).to.deep.equal({ 1: 0, 2: 250, 3: 0, 4: 0 });
    const byPlace = await figuresOf(store, 'incidentsOpened');
    expect(Object.keys(byPlace)).to.have.length(201 * 4);
    expect(byPlace['other other 2']).to.equal(50);
  });

  it('take an incident on once, however often that was told, and measure to the first time', async () => {
    const openedAt = minutesAgo(100);
    await recordIncident(store, { openedAt, acknowledgedAt: [minutesAgo(98), minutesAgo(40)] });
    expect(await figuresOf(store, 'incidentsAcknowledged')).to.deep.equal({ 'desk staging': 1 });
    expect((await figuresOf(store, 'timeToAcknowledge'))['desk staging']).to.be.closeTo(120, 1);
    await recordIncident(store, {
      openedAt: minutesAgo(200),
      closedAt: minutesAgo(150),
      acknowledgedAt: [minutesAgo(194)],
    });
    expect((await figuresOf(store, 'timeToAcknowledge'))['desk staging']).to.be.closeTo(240, 1);
    await recordIncident(store, {
      openedAt: daysAgo(40),
      closedAt: daysAgo(40),
      acknowledgedAt: [daysAgo(39)],
    });
    expect((await figuresOf(store, 'timeToAcknowledge'))['desk staging']).to.be.closeTo(240, 1);
    expect(await figuresOf(store, 'incidentsAcknowledged')).to.deep.equal({ 'desk staging': 3 });
  });

  it('measure to the end of the last alert, and not at all while one fires', async () => {
    const alert = { fingerprint: 'again', startsAt: minutesAgo(60), endsAt: minutesAgo(50) };
    await recordIncident(store, {
      openedAt: minutesAgo(60),
      alerts: [alert, { ...alert, startsAt: minutesAgo(45), endsAt: minutesAgo(30) }],
    });
    expect(Object.keys(await figuresOf(store, 'timeToRestore'))).to.deep.equal(['desk staging']);
    expect((await figuresOf(store, 'timeToRestore'))['desk staging']).to.be.closeTo(1800, 1);
    const firing = { ...alert, fingerprint: 'other', startsAt: minutesAgo(20) };
    await recordIncident(store, {
      environment: 'production',
      openedAt: minutesAgo(60),
      closedAt: minutesAgo(1),
      alerts: [{ endsAt: minutesAgo(40) }, { fingerprint: firing.fingerprint, startsAt: firing.startsAt }],
    });
    await recordIncident(store, {
      environment: 'old',
      openedAt: daysAgo(33),
      closedAt: daysAgo(32),
      alerts: [{ endsAt: daysAgo(32) }],
    });
    expect(Object.keys(await figuresOf(store, 'timeToRestore'))).to.deep.equal(['desk staging']);
  });

  it('leave drills out, and what a drill adds to a real incident', async () => {
    await recordIncident(store, {
      openedAt: minutesAgo(50),
      closedAt: minutesAgo(10),
      acknowledgedAt: [minutesAgo(49)],
      alerts: [
        { labels: drill, endsAt: minutesAgo(20) },
        { labels: { ...drill, drill: 'full-disk' }, endsAt: minutesAgo(20) },
      ],
      steps: [{ runbook: 'A', exitCode: 0 }],
    });
    for (const name of ['incidentsOpened', 'incidentsAcknowledged', 'incidentsClosed', 'pages'] as const)
      expect(new Set(Object.values(await figuresOf(store, name))), name).to.deep.equal(new Set([0]));
    expect(await figuresOf(store, 'runbookSteps')).to.deep.equal({ 'A ok': 0, 'A failed': 0 });
    expect(await figuresOf(store, 'timeToAcknowledge')).to.deep.equal({});
    expect(await figuresOf(store, 'timeToRestore')).to.deep.equal({});

    await recordIncident(store, {
      openedAt: minutesAgo(60),
      alerts: [
        { labels: drill },
        { labels: { severity: 'warning' }, endsAt: minutesAgo(40) },
        { labels: { severity: 'critical' }, endsAt: minutesAgo(50) },
      ],
    });
    expect(await figuresOf(store, 'incidentsOpened')).to.include({
      'desk staging 2': 0,
      'desk staging 3': 1,
    });
    expect(await figuresOf(store, 'pages')).to.deep.equal({ 'desk staging': 1 });
    expect((await figuresOf(store, 'timeToRestore'))['desk staging']).to.be.closeTo(1200, 1);
  });

  it('count the steps of each runbook by how they ended, the latest of many runbooks together', async () => {
    const steps = [0, 0, 1, null].map((exitCode) => ({ runbook: 'A', exitCode }));
    await recordIncident(store, { openedAt: minutesAgo(5), steps });
    expect(await figuresOf(store, 'runbookSteps')).to.deep.equal({ 'A ok': 2, 'A failed': 2 });
    const many = Array.from({ length: 220 }, (_, n) => ({ runbook: `R${n}`, exitCode: 0 }));
    await recordIncident(store, { openedAt: minutesAgo(5), closedAt: minutesAgo(4), steps: many });
    const counted = await figuresOf(store, 'runbookSteps');
    expect(Object.keys(counted)).to.have.length(201 * 2);
    expect(counted).to.include({ 'A ok': 2, 'R198 ok': 1, 'other ok': 21 }).and.not.have.property('R199 ok');
  });
});
