import { expect } from 'chai';
import { afterEach, before, beforeEach, describe, it } from 'mocha';
import { openStore, type Store } from '../db/store.ts';
import { signals } from '../signals.ts';
import { createLogger } from '../telemetry/logger.ts';
import { createMetrics, type Metrics } from '../telemetry/metrics.ts';
import { createStore } from '../testing/database.test.ts';
import { alertOf, call, startDesk, webhookOf } from '../testing/desk.test.ts';
import { forgetEverything, minutesAgo, recordDeploy, recordIncident } from '../testing/recorded.test.ts';
import { until } from '../testing/until.test.ts';
import { stateFigures, totalFigures } from './figure.ts';
import { FigureKeeper } from './figure-keeper.ts';

describe('the keeper of figures', () => {
  let store: Store;
  let metrics: Metrics;
  let keeper: FigureKeeper;
  let said: string[] = [];
  const say = (level: string) => (message: string, fields: object) => {
    said.push(`${level}: ${message} ${JSON.stringify(fields)}`);
  };
  const logger = Object.assign(createLogger({ logLevel: 'error' }), {
    warn: say('warn'),
    error: say('error'),
  });
  const seriesOf = async (metric: string): Promise<string[]> =>
    (await metrics.registry.metrics()).split('\n').filter((line) => line.startsWith(`${metric}{`));

  before(async () => {
    ({ store } = await createStore('figures_keeper'));
  });
  beforeEach(async () => {
    await forgetEverything(store);
    said = [];
    metrics = createMetrics();
    keeper = new FigureKeeper({ store, metrics, logger });
  });
  afterEach(() => keeper.stop());

  it('exports no series of an empty store but the open incidents, of which there are none', async () => {
    await keeper.refresh();
    for (const name of [...totalFigures, ...stateFigures.filter((one) => one !== 'incidentsOpen')])
      expect(await seriesOf(signals[name].metric), name).to.deep.equal([]);
    expect(await seriesOf('incidents_open')).to.have.length(4);
    expect(said).to.deep.equal([]);
  });

  it('exports every figure with the labels that are declared', async () => {
    await recordIncident(store, {
      openedAt: minutesAgo(9),
      acknowledgedAt: [minutesAgo(8)],
      alerts: [{ endsAt: minutesAgo(5) }],
      steps: [{ runbook: 'A', exitCode: 0 }],
    });
    await recordDeploy(store, { id: 'd1', detail: { committedAt: minutesAgo(10_000) } });
    await keeper.refresh();
    for (const name of [...totalFigures, ...stateFigures]) {
      const [series = ''] = await seriesOf(signals[name].metric);
      const labels = [...series.matchAll(/(\w+)="/g)].map(([, label]) => label);
      expect(labels, name).to.deep.equal(Object.keys(signals[name].labels));
    }
    expect(await seriesOf('pages_total')).to.deep.equal([
      'pages_total{about_service="desk",about_environment="staging"} 1',
    ]);
  });

  it('shows the same from a second instance as from one that counted along', async () => {
    await keeper.refresh();
    await recordDeploy(store, { id: 'd1' });
    await keeper.refresh();
    await recordDeploy(store, { id: 'd2', status: 'failed' });
    await keeper.refresh();
    const alongside = (await seriesOf('changes_total')).toSorted();
    metrics = createMetrics();
    await new FigureKeeper({ store, metrics, logger }).refresh();
    expect((await seriesOf('changes_total')).toSorted()).to.deep.equal(alongside);
  });

  it('lets a median go when its incidents are too old for it', async () => {
    await recordIncident(store, { openedAt: minutesAgo(9), alerts: [{ endsAt: minutesAgo(5) }] });
    await keeper.refresh();
    expect(await seriesOf('incident_time_to_restore_seconds')).to.have.length(1);
    await store('episodes').update({ ends_at: store.raw("now() - interval '31 days'") });
    await keeper.refresh();
    expect(await seriesOf('incident_time_to_restore_seconds')).to.deep.equal([]);
  });

  it('reads once at a time over one connection, and once more for all who asked meanwhile', async () => {
    const pool: { numUsed(): number } = store.client.pool;
    let reads = 0;
    let mostUsed = 0;
    store.on('query', ({ sql }: { sql: string }) => {
      if (/^begin/i.test(sql)) reads += 1;
      mostUsed = Math.max(mostUsed, pool.numUsed());
    });
    try {
      await Promise.all(Array.from({ length: 50 }, () => keeper.refresh()));
    } finally {
      store.removeAllListeners('query');
    }
    expect({ reads, mostUsed }).to.deep.equal({ reads: 2, mostUsed: 1 });
  });

  it('reads nothing more once it is stopped', async () => {
    const asked = [keeper.refresh(), keeper.refresh()];
    await keeper.stop();
    await Promise.all(asked);
    await recordDeploy(store, { id: 'd1' });
    await keeper.refresh();
    expect(await seriesOf('delivery_deployments')).to.deep.equal([]);
  });

  it('leaves all as it was and says so when the store fails, and goes on when it is back', async () => {
    await recordDeploy(store, { id: 'd1' });
    await keeper.refresh();
    const before = await seriesOf('delivery_deployments');
    await store.raw('alter table changes rename to lost');
    await keeper.refresh();
    expect(await seriesOf('delivery_deployments')).to.deep.equal(before);
    expect(said.join()).to.match(/^warn: figures could not be read; they stay as they were .*changes/);
    await store.raw('alter table lost rename to changes');
    await recordDeploy(store, { id: 'd2' });
    await keeper.refresh();
    expect((await seriesOf('delivery_deployments')).join()).to.match(/ 2$/);
    const gone = openStore('postgres://nobody@127.0.0.1:1/none');
    await new FigureKeeper({ store: gone, metrics, logger }).refresh();
    await gone.destroy();
    expect(said).to.have.length(2);
  });

  it('calls a counter that would go back a fault, and leaves it', async () => {
    await recordDeploy(store, { id: 'd1' });
    await keeper.refresh();
    const before = await seriesOf('changes_total');
    await forgetEverything(store);
    await keeper.refresh();
    expect(await seriesOf('changes_total')).to.deep.equal(before);
    expect(said.join()).to.match(/^error: figures became less.*"from":1,"to":0/);
  });

  it('says once that not all subjects have series of their own', async () => {
    for (let n = 0; n < 205; n += 1) await recordDeploy(store, { id: `d${n}`, service: `s${n}` });
    await keeper.refresh();
    await keeper.refresh();
    expect(await seriesOf('delivery_deployments')).to.have.length(201);
    expect((await seriesOf('delivery_deployments')).at(-1)).to.match(
      /about_service="other",about_environment="other"} 5$/,
    );
    expect(said).to.have.length(1);
    expect(said[0]).to.contain('"what":"subjects"');
  });

  it('is asked for by alerts, changes and what people do', async () => {
    const desk = await startDesk(store);
    metrics = desk.metrics;
    try {
      await call(`${desk.url}/api/alerts`, webhookOf([alertOf()]));
      await until('the alert is a page', async () => (await seriesOf('pages_total')).join().endsWith(' 1'));
      await call(`${desk.url}/api/incidents/1/acknowledge`, { by: 'ada' });
      await until('the incident is taken on', async () =>
        (await seriesOf('incidents_acknowledged_total')).join().endsWith(' 1'),
      );
      await call(`${desk.url}/api/changes`, {
        ...{ kind: 'freeze', service: 'desk', environment: 'staging', release: '', status: 'started' },
        ...{ startedAt: minutesAgo(1), by: 'ada', summary: '' },
      });
      await until('the freeze holds', async () => (await seriesOf('freezes_active')).join().endsWith(' 1'));
    } finally {
      await desk.stop();
    }
  });
});
