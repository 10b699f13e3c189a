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
import { closeIncident } from './incident-actions.ts';
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

  function keeperOf(sources: Partial<EvidenceSources>): EvidenceKeeper {
    const keeper = new EvidenceKeeper({
      store,
      logger: silentLogger,
      sources: { ...nowhere, ...sources },
      catalogFile: 'alerts/generated/catalog.json',
      links: {
        runbooksUrl: 'https://runbooks',
        runbooksDir: undefined,
        publicUrl: undefined,
        grafanaUrl: undefined,
      },
      attemptsAfterMs: [0, 20, 40],
    });
    keepers.push(keeper);
    return keeper;
  }

  async function openIncident(environment: string): Promise<string> {
    const alert = alertOf({ fingerprint: environment, labels: { environment } });
    const { opened } = await takeAlerts(store, webhookSchema.parse(webhookOf([alert])));
    return opened[0] ?? '';
  }

  const looks = async (id: string) =>
    (await loadIncident(store, id))?.events.filter(({ kind }) => kind === 'evidence-gathered') ?? [];

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
  });

  it('looks again while a backend fails, then leaves it at that', async () => {
    const server = createServer((_, response) => response.writeHead(500).end());
    const port = await listen(server, { host: '127.0.0.1', port: 0 });
    const id = await openIncident('thrice');
    keeperOf({ prometheusUrl: `http://127.0.0.1:${port}` }).watch(id);
    await eventually('three looks are recorded', async () =>
      (await looks(id)).length === 3 ? true : undefined,
    );
    await stopServer(server, 100);
  });

  it('takes up after a restart what is open, and not what is closed', async () => {
    const [open, closed] = [await openIncident('resumed'), await openIncident('closed')];
    await closeIncident(store, closed, { by: 'ada', reason: 'noise', forced: true });
    await keeperOf({}).resume();
    await eventually('evidence is recorded', async () => (await looks(open))[0]);
    expect(await looks(closed)).to.have.length(0);
  });
});
