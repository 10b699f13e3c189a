import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { startPostgres } from '../../programs/servers/postgres.ts';
import type { ChangeDetail } from '../changes/change.ts';
import { DeployStand } from '../stand/deploy-stand.ts';

describe('deployment of the real desk', function () {
  this.timeout(120_000);
  let stand: DeployStand;
  let postgres: Awaited<ReturnType<typeof startPostgres>>;
  const changes: { id: string; kind: string; status: string; release: string; detail: ChangeDetail }[] = [];
  let productionDesk: Server;
  before(async () => {
    stand = await DeployStand.open();
    stand.env.DRILL = 'bad-release';
    postgres = await startPostgres({ runDir: join(stand.folder, 'postgres'), databases: ['patient'] });
    stand.env.DATABASE_URL = postgres.urlOf('patient');
    productionDesk = createServer(async (request, response) => {
      changes.push(JSON.parse((await request.toArray()).join('')));
      response.writeHead(201).end('{}');
    }).listen(0, '127.0.0.1');
    await once(productionDesk, 'listening');
    const address = productionDesk.address();
    if (address !== null && typeof address === 'object')
      stand.env.DESK_URL = `http://127.0.0.1:${address.port}`;
  });
  after(async () => {
    productionDesk?.close();
    await stand?.close();
    await postgres?.stop();
  });

  const release = async (): Promise<unknown> => {
    const health: unknown = await (await fetch(`${stand.frontUrl}/health`)).json();
    return typeof health === 'object' && health !== null && 'release' in health ? health.release : undefined;
  };

  it('migrates, serves, is replaced, and comes back by one command, each told to the desk', async () => {
    const first = await stand.run('deploy');
    expect(first.exitCode, first.output).to.equal(0);
    const a = await release();
    const second = await stand.run('deploy', '--gate-seconds', '1', '--allow-unproven');
    expect(second.exitCode, second.output).to.equal(0);
    const b = await release();
    expect(b).not.to.equal(a);
    const back = await stand.run('rollback');
    expect(back.exitCode, back.output).to.equal(0);
    expect(await release()).to.equal(a);
    console.log(`      deploy in ${first.seconds.toFixed(1)} s, rollback in ${back.seconds.toFixed(1)} s`);
    expect(
      changes.map(({ kind, status, release: of }) => `${kind} ${of === a ? 'a' : 'b'} ${status}`),
    ).to.deep.equal([
      'deploy a started',
      'deploy a succeeded',
      'deploy b started',
      'deploy b succeeded',
      'rollback a started',
      'rollback a succeeded',
    ]);
    expect(new Set(changes.map(({ id }) => id)).size).to.equal(3);
  });

  it('tells the desk, in the places where it looks, the drill, the time of the commit and the verdict of the gate', () => {
    const details = changes.map(({ kind, status, detail }) => ({ told: `${kind} ${status}`, ...detail }));
    for (const detail of details) expect(detail, detail.told).to.include({ drill: 'bad-release' });
    // This checkout may be changed just now; then it is of no commit, and its release has no such time.
    const ended = details.filter(({ told }) => told === 'deploy succeeded');
    for (const { committedAt, steps } of ended)
      expect(committedAt === undefined).to.equal(
        /-modified$/.test(String(steps?.build?.commit ?? '-modified')),
      );
    expect(details.flatMap(({ steps }) => steps?.gate?.verdict ?? [])).to.deep.equal(['no-data']);
  });

  it('keeps figures from users and lets health through', async () => {
    expect((await fetch(`${stand.frontUrl}/metrics`)).status).to.equal(404);
    expect((await fetch(`${stand.frontUrl}/health/ready`)).status).to.equal(200);
  });
});
