import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createMetrics } from '../telemetry/metrics.ts';
import { createStore } from '../testing/database.test.ts';
import { alertOf, silentLogger, webhookOf } from '../testing/desk.test.ts';
import { acknowledgeIncident } from './incident-actions.ts';
import { takeAlerts } from './intake.ts';
import { refreshOpenIncidents } from './open-incidents-gauge.ts';
import { webhookSchema } from './webhook.ts';

describe('the gauge of open incidents', () => {
  it('counts all that are not closed, however many, without drills', async () => {
    const { store } = await createStore('gauge');
    const alerts = Array.from({ length: 250 }, (_, n) =>
      alertOf({ fingerprint: `g${n}`, labels: { environment: `e${n}` } }),
    );
    const drill = alertOf({ fingerprint: 'drill', labels: { environment: 'drill', drill: 'bad-release' } });
    const { opened } = await takeAlerts(store, webhookSchema.parse(webhookOf([...alerts, drill])));
    await acknowledgeIncident(store, opened[0] ?? '', 'ada');
    const metrics = createMetrics();
    await refreshOpenIncidents(store, metrics, silentLogger);
    expect(await metrics.registry.metrics()).to.contain('incidents_open{severity="2"} 250\n');
  });
});
