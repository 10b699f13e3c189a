import { createServer } from 'node:http';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import type { Store } from '../db/store.ts';
import type { EvidenceSources } from '../evidence/gather.ts';
import { listen, stopServer } from '../http/server.ts';
import { createStore } from '../testing/database.test.ts';
import { alertOf, silentLogger, webhookOf } from '../testing/desk.test.ts';
import { eventually } from '../testing/until.test.ts';
import { EvidenceKeeper } from './evidence-keeper.ts';
import { acknowledgeIncident, closeIncident } from './incident-actions.ts';
import { loadIncident } from './incident-store.ts';
import { takeAlerts } from './intake.ts';
import { webhookSchema } from './webhook.ts';

const nowhere: EvidenceSources = { prometheusUrl: undefined, lokiUrl: undefined, jaegerUrl: undefined };

describe('the evidence keeper', () => {
  let store: Store;
  const keepers: EvidenceKeeper[] = [];

  before(async () => {
    ({ store } = await createStore('keeper'));
  });
  after(() => Promise.all(keepers.map((keeper) => keeper.stop())));

  function keeperOf(sources: Partial<EvidenceSources>, of = store): EvidenceKeeper {
    const keeper = new EvidenceKeeper({
      store: of,
      logger: silentLogger,
      sources: { ...nowhere, panelsFile: 'dashboards-as-code/generated/incident-panels.json', ...sources },
      catalogFile: 'alerts/generated/catalog.json',
      links: {
        runbooksUrl: 'https://runbooks',
        runbooksDir: undefined,
        publicUrl: undefined,
        grafanaUrl: undefined,
      },
      attemptsAfterMs: [0, 20, 40],
      resumeAgainMs: 20,
    });
    keepers.push(keeper);
    return keeper;
  }

  async function openIncident(environment: string, of = store): Promise<string> {
    const alert = alertOf({ fingerprint: environment, labels: { environment } });
    const { opened } = await takeAlerts(of, webhookSchema.parse(webhookOf([alert])));
    return opened[0] ?? '';
  }

  const looks = async (id: string, of = store) =>
    (await loadIncident(of, id))?.events.filter(({ kind }) => kind === 'evidence-gathered') ?? [];

  it('looks once where asking again could add nothing, and links the runbook by the alert', async () => {
    const id = await openIncident('once');
    const keeper = keeperOf({});
    keeper.watch(id);
    await eventually('evidence is recorded', async () => (await looks(id))[0]);
    await keeper.stop();
    expect(await looks(id)).to.have.length(1);
    const evidence = (await loadIncident(store, id))?.evidence;
    expect(evidence?.logs).to.deep.equal({ status: 'unavailable', reason: 'logs: not available here' });
    expect(evidence?.links.runbook).to.equal('https://runbooks/DeskAvailabilityBurn.md');
    expect((await loadIncident(store, id))?.panels).to.include({ reason: 'metrics: not available here' });
  });

  it('looks again while a backend fails, then leaves it at that', async () => {
    const server = createServer((_, response) => response.writeHead(500).end());
    const port = await listen(server, { host: '127.0.0.1', port: 0 });
    const id = await openIncident('thrice');
    const keeper = keeperOf({ prometheusUrl: `http://127.0.0.1:${port}` });
    keeper.watch(id);
    await eventually('three looks are recorded', async () =>
      (await looks(id)).length === 3 ? true : undefined,
    );
    await keeper.stop();
    const { panels } = (await loadIncident(store, id)) ?? {};
    expect(JSON.stringify(panels)).to.contain('query_range answered 500');
    await stopServer(server, 100);
  });

  it('takes up after a restart all that is not closed, acknowledged or not, however many are newer', async () => {
    const [open, acknowledged, closed] = [
      await openIncident('resumed'),
      await openIncident('acknowledged'),
      await openIncident('closed'),
    ];
    await acknowledgeIncident(store, acknowledged, 'ada');
    await closeIncident(store, closed, { by: 'ada', reason: 'noise', forced: true });
    for (let n = 0; n < 60; n += 1) await openIncident(`newer-${n}`);
    await keeperOf({}).resume();
    await eventually('evidence is recorded', async () => (await looks(open))[0]);
    await eventually('evidence is recorded', async () => (await looks(acknowledged))[0]);
    expect(await looks(closed)).to.have.length(0);
  });

  it('keeps after a restart what it had looked for often enough', async () => {
    const id = await openIncident('spent');
    const failing = { prometheusUrl: 'http://127.0.0.1:1' };
    keeperOf(failing).watch(id);
    const had = await eventually('three looks are recorded', async () => {
      const found = await looks(id);
      return found.length === 3 ? found : undefined;
    });
    const other = await openIncident('beside-spent');
    await keeperOf(failing).resume();
    await eventually('the other is looked at', async () => (await looks(other))[2]);
    expect(await looks(id)).to.deep.equal(had);
  });

  it('waits for a store that does not answer at the start, and takes up nothing twice', async () => {
    const { store: late } = await createStore('keeper_late');
    const [id, next] = [await openIncident('late', late), await openIncident('later', late)];
    await late.raw('alter table incidents rename to away');
    const keeper = keeperOf({}, late);
    await keeper.resume();
    await late.raw('alter table away rename to incidents');
    keeper.watch(id);
    await eventually('evidence is recorded', async () => (await looks(next, late))[0]);
    await keeper.stop();
    expect(await looks(id, late)).to.have.length(1);
  });
});
