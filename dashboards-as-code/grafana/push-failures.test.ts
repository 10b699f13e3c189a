import { expect } from 'chai';
import { afterEach, before, beforeEach, describe, it } from 'mocha';
import { type ClassicBoard, readBoard } from '../diff/classic-board.ts';
import type { PushOptions } from './push.ts';
import { FakeGrafana } from './testing/fake-grafana.ts';
import { type PushRun, retitled, runPushOf, twoBoards } from './testing/push-run.ts';

describe('a push that fails or meets an edit', () => {
  let grafana: FakeGrafana;
  let boards: readonly ClassicBoard[];
  const [overview, errors] = ['desk-overview', 'desk-errors'] as const;

  before(async () => {
    boards = await twoBoards();
  });
  beforeEach(async () => {
    grafana = await FakeGrafana.start();
  });
  afterEach(() => grafana.close());

  const push = (options: Partial<PushOptions> = {}): Promise<PushRun> =>
    runPushOf(boards, grafana.connection(), options);
  const changed = (): ClassicBoard[] => retitled(boards);

  it('never makes an empty board', async () => {
    const [board] = boards;
    const empty = readBoard({ ...board!.json, panels: [] }, 'empty');
    const refusal = await push({ boards: [empty] }).catch((error: Error) => error.message);
    expect(refusal).to.equal(`board "${overview}" has no panels and is not pushed; does it render at all?`);
    // A Grafana that drops what it does not know.
    grafana.interfere = (request, response) => {
      if (request.url !== '/api/dashboards/db') return false;
      grafana.store.put(overview, { title: 'Emptied', panels: [] });
      response.end(JSON.stringify({ uid: overview, version: 1 }));
      return true;
    };
    const { exitCode, lines } = await push({ boards: [board!] });
    expect(lines).to.include(`${overview}: failed: Grafana stored something else: an empty board`);
    expect(lines).to.include(`${overview}: is removed again`);
    expect(exitCode).to.equal(1);
    expect(grafana.store.boardAt(overview)).to.equal(undefined);
  });

  it('loses no edit that comes between its reading and its writing', async () => {
    await push();
    grafana.interfere = (request) => {
      if (request.url === '/api/dashboards/db' && grafana.writes.length === 4)
        grafana.store.edit(errors, 'ada', (board) => ({ ...board, refresh: '5s' }));
      return false;
    };
    const { exitCode, lines, last } = await push({ boards: changed() });
    expect(lines).to.include(
      `${errors}: failed: somebody saved it in Grafana while this push ran; push again, and it will show that edit`,
    );
    expect(lines).to.include(`${overview}: is back as it was (version 1), now as version 3`);
    expect([exitCode, last]).to.deep.equal([
      1,
      `Nothing was pushed (${errors} failed): every board is as it was.`,
    ]);
    expect(grafana.store.contentOf(errors)?.refresh).to.equal('5s');
    expect(grafana.store.contentOf(overview)?.title).to.equal(boards[0]?.title);
  });

  it('puts back an edit that slipped through between the check of the version and the write', async () => {
    await push();
    grafana.insideSave = () => grafana.store.edit(overview, 'ada', (board) => ({ ...board, refresh: '5s' }));
    const { exitCode, lines } = await push({ boards: changed() });
    expect(lines.slice(-4)).to.deep.equal([
      `${overview}: failed: somebody saved it in Grafana in the same moment; push again, and it will show that edit`,
      `${overview}: is back as somebody saved it, now as version 4`,
      `${errors}: not touched`,
      `Nothing was pushed (${overview} failed): every board is as it was.`,
    ]);
    expect(exitCode).to.equal(1);
    expect(grafana.store.contentOf(overview)).to.deep.include({ refresh: '5s', title: boards[0]?.title });
  });

  it('removes nothing of a board that somebody made in the same moment, though its history cannot be read', async () => {
    grafana.insideSave = () => grafana.store.put(overview, { title: 'Mine', panels: [] });
    grafana.interfere = ({ url = '' }, response) => {
      if (!url.includes('/versions/')) return false;
      response.writeHead(500).end('{"message":"busy"}');
      return true;
    };
    const { exitCode, lines, last } = await push();
    expect(lines).to.include(
      `${overview}: holds what was pushed, on top of version 1: compare the two in its history`,
    );
    expect([exitCode, last.startsWith('Not pushed as a whole')]).to.deep.equal([1, true]);
    expect(grafana.store.boardAt(overview)?.versions.map(({ data }) => data.title)).to.deep.equal([
      'Mine',
      boards[0]?.title,
    ]);
  });

  it('puts back a board that somebody made in the same moment', async () => {
    grafana.insideSave = () => grafana.store.put(overview, { title: 'Mine', panels: [] });
    const { exitCode, lines } = await push();
    expect(lines).to.include(`${overview}: is back as somebody saved it, now as version 3`);
    expect(exitCode).to.equal(1);
    expect(grafana.store.contentOf(overview)?.title).to.equal('Mine');
  });

  it('leaves an edit on top of what it wrote, though a later board failed', async () => {
    await push();
    grafana.interfere = (request, response) => {
      if (request.url !== '/api/dashboards/db' || grafana.writes.length < 4) return false;
      grafana.interfere = undefined;
      grafana.store.edit(overview, 'ada', (board) => ({ ...board, refresh: '5s' }));
      response.writeHead(500).end('{"message":"disk full"}');
      return true;
    };
    const { exitCode, lines, last } = await push({ boards: changed() });
    expect(lines).to.include(`${overview}: was saved by somebody after the push, and stays as they left it`);
    expect(last).to.equal(`Not pushed as a whole (${errors} failed): the lines above say what is where.`);
    expect(exitCode).to.equal(1);
    expect(grafana.store.contentOf(overview)?.refresh).to.equal('5s');
  });

  it('puts every board back when a write in the middle fails, and knows them as its own again', async () => {
    await push();
    grafana.interfere = failSaves(4, 500, '{"message":"disk full"}');
    const { exitCode, lines, last } = await push({ boards: changed() });
    expect(lines.slice(-4)).to.deep.equal([
      `${errors}: failed: POST api/dashboards/db of ${grafana.url} answered 500: disk full; see Grafana's log.`,
      `${errors}: not written`,
      `${overview}: is back as it was (version 1), now as version 3`,
      `Nothing was pushed (${errors} failed): every board is as it was.`,
    ]);
    expect([exitCode, last.startsWith('Nothing')]).to.deep.equal([1, true]);
    expect(grafana.store.contentOf(overview)?.title).to.equal(boards[0]?.title);
    grafana.interfere = undefined;
    expect((await push({ boards: changed() })).last).to.equal('Pushed: 0 new, 2 changed, 0 unchanged.');
  });

  it('removes a board again that it made before a later one failed', async () => {
    grafana.interfere = failSaves(2, 400, '{"message":"quota reached"}');
    const { lines } = await push();
    expect(lines.slice(-3)).to.deep.equal([
      `${overview}: is removed again`,
      'folder "Tocsin": stays',
      `Nothing was pushed (${errors} failed): every board is as it was.`,
    ]);
    expect(grafana.store.boardAt(overview)).to.equal(undefined);
  });

  it('removes no board that somebody edited since it was made', async () => {
    const fail = failSaves(2, 500, '{"message":"disk full"}');
    grafana.interfere = (request, response) => {
      const isFailed = fail?.(request, response) ?? false;
      if (isFailed) grafana.store.edit(overview, 'ada', (board) => ({ ...board, refresh: '5s' }));
      return isFailed;
    };
    const { lines } = await push();
    expect(lines).to.include(`${overview}: was saved by somebody after the push, and stays as they left it`);
    expect(grafana.store.contentOf(overview)?.refresh).to.equal('5s');
  });

  it('takes back what a write did whose answer was lost', async () => {
    await push();
    grafana.interfere = (request, response) => {
      if (request.url !== '/api/dashboards/db' || grafana.writes.length < 4) return false;
      grafana.interfere = undefined;
      // It is written, and then the connection breaks.
      response.writeHead = () => response;
      response.end = () => response.destroy() && response;
      return false;
    };
    const { exitCode, lines, last } = await push({ boards: changed() });
    expect(lines).to.include(`${errors}: is back as it was (version 1), now as version 3`);
    expect([exitCode, last]).to.deep.equal([
      1,
      `Nothing was pushed (${errors} failed): every board is as it was.`,
    ]);
    expect(grafana.store.contentOf(errors)?.title).to.equal(boards[1]?.title);
  });

  it('says so when nobody can tell whether a board was written', async () => {
    grafana.interfere = (request, response) => {
      if (grafana.writes.length < 2 || request.url?.endsWith(overview)) return false;
      response.destroy();
      return true;
    };
    const { exitCode, lines, last } = await push();
    expect(lines).to.include(`${errors}: may or may not be written; push again when Grafana answers`);
    expect([exitCode, last.startsWith('Not pushed as a whole')]).to.deep.equal([1, true]);
  });

  it('takes back what it wrote when it is interrupted', async () => {
    const controller = new AbortController();
    grafana.interfere = (request) => {
      if (request.url === '/api/dashboards/db') controller.abort(new Error('interrupted by SIGINT'));
      return false;
    };
    const { exitCode, last } = await push({ signal: controller.signal });
    expect([exitCode, last]).to.deep.equal([
      1,
      'Nothing was pushed (interrupted by SIGINT): every board is as it was.',
    ]);
    expect(grafana.store.boardAt(overview)).to.equal(undefined);
  });

  function failSaves(from: number, status: number, body: string): FakeGrafana['interfere'] {
    return (request, response) => {
      if (request.url !== '/api/dashboards/db' || grafana.writes.length < from) return false;
      grafana.interfere = undefined;
      response.writeHead(status, { 'content-type': 'application/json' }).end(body);
      return true;
    };
  }
});
