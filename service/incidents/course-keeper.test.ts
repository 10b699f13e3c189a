import { createServer } from 'node:http';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import type { Store } from '../db/store.ts';
import { listen, stopServer } from '../http/server.ts';
import { createStore } from '../testing/database.test.ts';
import { alertOf, call, silentLogger, startDesk, webhookOf } from '../testing/desk.test.ts';
import { minutesAgo } from '../testing/recorded.test.ts';
import { eventually } from '../testing/until.test.ts';
import { keptCourse } from './course.ts';
import { CourseKeeper } from './course-keeper.ts';
import { closeIncident } from './incident-actions.ts';
import { loadIncident } from './incident-store.ts';
import { takeAlerts } from './intake.ts';
import { webhookSchema } from './webhook.ts';

const panelsFile = 'dashboards-as-code/generated/incident-panels.json';

describe('the course keeper', () => {
  let store: Store;
  let isFailing = false;
  let prometheusUrl: string;
  const keepers: CourseKeeper[] = [];
  const prometheus = createServer((request, response) => {
    if (isFailing) return response.writeHead(503).end('starting');
    const start = Number(new URL(request.url ?? '', 'http://prometheus').searchParams.get('start'));
    const result = [{ metric: {}, values: [[start, '0.5']] }];
    return response.end(JSON.stringify({ data: { result } }));
  });

  before(async () => {
    ({ store } = await createStore('courses'));
    prometheusUrl = `http://127.0.0.1:${await listen(prometheus, { host: '127.0.0.1', port: 0 })}`;
  });
  after(async () => {
    await Promise.all(keepers.map((keeper) => keeper.stop()));
    await stopServer(prometheus, 100);
  });

  function keeperOf(): CourseKeeper {
    const sources = { prometheusUrl, panelsFile };
    const keeper = new CourseKeeper({ store, logger: silentLogger, sources, attemptsAfterMs: [0, 20, 40] });
    keepers.push(keeper);
    return keeper;
  }

  async function closedIncident(environment: string, startsAt = minutesAgo(10)): Promise<string> {
    const alert = alertOf({ fingerprint: environment, startsAt, labels: { environment } });
    const { opened } = await takeAlerts(store, webhookSchema.parse(webhookOf([alert])));
    const id = opened[0] ?? '';
    await closeIncident(store, id, { by: 'ada', reason: 'over', forced: true });
    return id;
  }

  const keptOf = async (id: string) =>
    (await loadIncident(store, id))?.events.filter(({ kind }) => kind === 'panels-frozen') ?? [];

  it('keeps all panels over the whole course once, however often it is told of the closing', async () => {
    const startsAt = minutesAgo(10);
    const id = await closedIncident('once', startsAt);
    const keeper = keeperOf();
    keeper.keep(id);
    await eventually('the course is kept', async () => (await keptOf(id))[0]);
    keeper.keep(id);
    await keeper.stop();
    const incident = await loadIncident(store, id);
    const course = incident && keptCourse(incident);
    expect(await keptOf(id)).to.have.length(1);
    if (course?.status !== 'asked') return expect.fail(`the course is ${course?.status}`);
    expect(course.panels.map(({ slug }) => slug)).to.include.members([
      'objective-availability',
      'errors-by-release',
      'duration',
    ]);
    const earlierSeconds = (Date.parse(startsAt) - Date.parse(course.from)) / 1000;
    expect(earlierSeconds).to.be.within(300, 300 + course.stepSeconds);
  });

  it('keeps also that there was no answer, and asks again until there is one', async () => {
    isFailing = true;
    const id = await closedIncident('failing');
    keeperOf().keep(id);
    const [failed] = await eventually('a failure is kept', async () => {
      const kept = await keptOf(id);
      return kept.length > 0 ? kept : undefined;
    });
    isFailing = false;
    expect(JSON.stringify(failed)).to.contain('answered 503: starting');
    await eventually('the course is kept', async () => {
      const incident = await loadIncident(store, id);
      return incident && keptCourse(incident);
    });
  });

  it('takes up after a restart what closed without it', async () => {
    const id = await closedIncident('cut short');
    await keeperOf().resume();
    await eventually('the course is kept', async () => (await keptOf(id))[0]);
  });

  it('is told of each closing by the desk, and of none that was refused', async () => {
    const desk = await startDesk(store);
    try {
      const alert = alertOf({ fingerprint: 'told', labels: { environment: 'told' } });
      const [id] = (await takeAlerts(store, webhookSchema.parse(webhookOf([alert])))).opened;
      const resolve = (force: boolean) =>
        call(`${desk.url}/api/incidents/${id}/resolve`, { by: 'ada', reason: 'over', force });
      await resolve(false);
      expect(desk.closed).to.deep.equal([]);
      await resolve(true);
      expect(desk.closed).to.deep.equal([id]);
    } finally {
      await desk.stop();
    }
  });
});
