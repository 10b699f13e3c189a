import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect } from 'chai';
import { afterEach, before, beforeEach, describe, it } from 'mocha';
import { freePort } from '../../programs/ports.ts';
import type { ClassicBoard } from '../diff/classic-board.ts';
import type { Connection } from './connection.ts';
import { FakeGrafana, viewerToken } from './testing/fake-grafana.ts';
import { retitled, runPushOf, twoBoards } from './testing/push-run.ts';

describe('a push to a server or with a token that will not do', () => {
  let grafana: FakeGrafana;
  let boards: readonly ClassicBoard[];

  before(async () => {
    boards = await twoBoards();
  });
  beforeEach(async () => {
    grafana = await FakeGrafana.start();
  });
  afterEach(() => grafana.close());

  /** What it says, in one sentence, having written nothing. */
  async function refusal(connection: Partial<Connection> = {}): Promise<string> {
    const before = grafana.writes.length;
    const said = await runPushOf(boards, { ...grafana.connection(), ...connection }).then(
      ({ lines }) => lines.join('\n'),
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    expect(grafana.writes.length).to.equal(before);
    expect(said).not.to.include('\n');
    return said;
  }

  function answering(answer: (response: ServerResponse) => void, path = /./): FakeGrafana['interfere'] {
    return ({ url = '' }: IncomingMessage, response) => {
      if (!path.test(url)) return false;
      answer(response);
      return true;
    };
  }

  it('says that a server is down, and is not asked for more than a moment', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const started = performance.now();
    expect(await refusal({ url })).to.match(
      /^GET http:\/\/127\.0\.0\.1:\d+\/api\/health cannot be reached \(.*ECONNREFUSED.*\): is Grafana up/,
    );
    expect(performance.now() - started).to.be.below(5_000);
  });

  it('says that a server does not answer', async () => {
    grafana.interfere = () => true;
    expect(await refusal({ timeoutMs: 50 })).to.include('did not answer within 0.05 s');
  });

  it('says that a token is wrong, and never what it is', async () => {
    const said = await refusal({ token: 'glsa_wrong' });
    expect(said).to.include('the token is not accepted (Invalid API key); make a new one');
    expect(said).not.to.include('glsa_wrong');
    grafana.interfere = answering(
      (response) => response.writeHead(500).end('{"message":"glsa_wrong is odd"}'),
      /user/,
    );
    expect(await refusal({ token: 'glsa_wrong' })).to.include('answered 500: *** is odd');
  });

  it('notices that a wrong token is served as an anonymous visitor, whatever that one may do', async () => {
    for (const role of ['Viewer', 'Editor'] as const) {
      grafana.anonymousRole = role;
      expect(await refusal({ token: 'glsa_wrong' })).to.include(
        'does not know the token and serves it as an anonymous visitor',
      );
    }
    grafana.anonymousRole = 'Viewer';
    expect((await runPushOf(boards, grafana.connection())).exitCode).to.equal(0);
  });

  it("refuses a viewer's token, for new boards and for those that are there", async () => {
    expect(await refusal({ token: viewerToken })).to.equal(
      'the token may not make boards (dashboards:create); give its service account the role Editor.',
    );
    await runPushOf(boards, grafana.connection());
    const before = grafana.writes.length;
    const { exitCode, lines } = await runPushOf(retitled(boards), grafana.connection(viewerToken));
    expect(lines.join('\n')).to.include('desk-errors: refused: the token may not write it');
    expect([exitCode, grafana.writes.length]).to.deep.equal([1, before]);
  });

  it('refuses a Grafana that is older than the answers it knows, or hides its version', async () => {
    grafana.version = '11.6.1';
    expect(await refusal()).to.include(
      'is Grafana 11.6.1, and boards are pushed to 12.4 or newer: update it',
    );
    grafana.version = '';
    expect(await refusal()).to.include('does not say its version');
    grafana.version = '13.2.0-pre';
    expect((await runPushOf(boards, grafana.connection())).exitCode).to.equal(0);
  });

  it('refuses a Grafana whose database is down', async () => {
    grafana.interfere = answering((response) => response.writeHead(503).end('{"database":"failing"}'));
    expect(await refusal()).to.include('answered 503');
  });

  it('says that a proxy answers, with its page', async () => {
    for (const status of [200, 502]) {
      grafana.interfere = answering((response) =>
        response.writeHead(status, { 'content-type': 'text/html' }).end('<html>Sign in</html>'),
      );
      expect(await refusal()).to.include(
        `answered ${status} with text/html that is no JSON: a proxy or another program answers there`,
      );
    }
  });

  it('does not follow a redirect, which would carry the token away', async () => {
    const answer = answering((response) =>
      response.writeHead(302, { location: 'https://sso.example.org/' }).end(),
    );
    grafana.interfere = answer;
    expect(await refusal()).to.include(
      'answered 302 and points to https://sso.example.org/: give the address',
    );
  });

  it('shows the token to nobody who has not answered as Grafana does', async () => {
    await runPushOf(boards, grafana.connection());
    expect(grafana.tokensToHealth).to.deep.equal([]);
  });

  it('reads no more of an answer than a board can have', async () => {
    grafana.interfere = answering((response) =>
      response.end(`{"database":"${'x'.repeat(3 * 1024 * 1024)}"}`),
    );
    expect(await refusal()).to.include('answered with more than 1 MiB: no board is that large');
  });

  it('says that another program answers in JSON', async () => {
    grafana.interfere = answering((response) => response.end('{"status":"UP"}'));
    expect(await refusal()).to.include("answered in a shape that Grafana's API does not have (database:");
  });

  it('tells a board whose folder is gone from one that is not there', async () => {
    grafana.interfere = answering(
      (response) => response.writeHead(404).end('{"message":"Folder not found"}'),
      /dashboards\/uid/,
    );
    expect(await refusal()).to.include('answered 404: Folder not found');
  });

  it('refuses a stored board that is no classic one, instead of overwriting it', async () => {
    grafana.store.put('desk-errors', { title: 'Of the other schema', elements: {}, layout: {} });
    expect(await refusal()).to.include('board "desk-errors" of http://127.0.0.1');
  });

  it('tries a read again that failed in passing, but never a write', async () => {
    let reads = 0;
    grafana.interfere = ({ method, url = '' }, response) => {
      if (url !== '/api/dashboards/uid/desk-errors' || method !== 'GET' || ++reads > 2) return false;
      response.destroy();
      return true;
    };
    expect((await runPushOf(boards, grafana.connection())).exitCode).to.equal(0);
    let writes = 0;
    grafana.interfere = ({ url = '' }, response) => {
      if (url !== '/api/dashboards/db') return false;
      writes += 1;
      response.writeHead(503).end('{"message":"busy"}');
      return true;
    };
    expect((await runPushOf(retitled(boards), grafana.connection())).exitCode).to.equal(1);
    expect(writes).to.equal(1);
  });
});
