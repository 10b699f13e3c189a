import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { freezeWindows } from '../../alerts/freezes.ts';
import { freePort } from '../../programs/ports.ts';
import { startPrometheus } from '../../programs/servers/prometheus.ts';
import { parseDeployConfig } from '../config.ts';
import { DeployStand } from '../stand/deploy-stand.ts';
import { readJournal } from '../state/journal.ts';
import { acquireLock } from '../state/lock.ts';
import { findFreezes } from './freezes.ts';
import { overrideStops } from './override.ts';

/** A real Prometheus that records what a service under long load would have: 10 of 1,000 failed, in the long level. */
const recordedBudget = {
  groups: [
    {
      name: 'recorded',
      interval: '1s',
      rules: ['bad', 'total'].flatMap((what) => ({
        record: `slo:${what}_events:increase5m`,
        expr: `vector(${what === 'bad' ? 10 : 1000})`,
        labels: { service: 'desk', slo: 'availability', environment: 'staging' },
      })),
    },
  ],
};

describe('what stops a deployment', function () {
  this.timeout(90_000);
  let stand: DeployStand;
  let desk: Server;
  let source = '';
  let first = '';
  /** A desk as far as changes go. */
  const changes = new Map<string, Record<string, unknown>>();
  before(async () => {
    stand = await DeployStand.open();
    desk = createServer(async (request, response) => {
      if (request.method === 'POST') {
        const change = JSON.parse((await request.toArray()).join(''));
        changes.set(change.id, { ...change, endedAt: change.endedAt ?? null, detail: change.detail ?? null });
        response.writeHead(201).end('{}');
        return;
      }
      const kind = new URL(request.url ?? '', 'http://x').searchParams.get('kind');
      const held = [...changes.values()].filter((change) => change.kind === kind);
      response.writeHead(200).end(JSON.stringify({ changes: held }));
    }).listen(0, '127.0.0.1');
    await once(desk, 'listening');
    const address = desk.address();
    if (address !== null && typeof address === 'object')
      stand.env.DESK_URL = `http://127.0.0.1:${address.port}`;
    source = await stand.writeSource({});
    first = await stand.deployed(source);
  });
  after(async () => {
    desk?.close();
    await stand?.close();
  });

  const ungated = ['--gate-seconds', '1', '--allow-unproven'];
  const deploy = (...args: string[]) => stand.run('deploy', '--source', source, ...ungated, ...args);

  it('is a freeze that was declared on the desk, until it ends: named, with its end and its reason', async () => {
    const until = new Date(Date.now() + 3_600_000).toISOString();
    const declared = await stand.run('freeze', '--until', until, '--reason', 'the sale begins');
    expect(declared.exitCode, declared.output).to.equal(0);
    const { exitCode, output } = await deploy();
    expect(exitCode).to.equal(1);
    expect(output).to.match(/^deploy refused: .*declared a freeze that holds until /m);
    expect(output).to.include(until).and.include('the sale begins').and.include('--override DEPLOY');
    expect(await stand.serving()).to.equal(first);
  });

  it('that was declared is on record with who and why, for audit and history too', async () => {
    const entry = (await readJournal(stand.root)).entries.at(-1);
    expect(entry).to.deep.include({ verb: 'freeze', phase: 'end' });
    expect(changes.has(entry?.operation ?? '')).to.equal(true);
    expect((await stand.run('audit')).output).to.match(
      /\(pid \d+ on \S+\) {2}freeze succeeded {2}why: desk in staging is frozen until .*the sale begins\.$/m,
    );
    expect((await stand.run('history')).output).to.match(/ freeze .* succeeded {2}reason: the sale begins$/m);
  });

  it('needs the word and a reason to be overridden, and both are on record', async () => {
    const unreasoned = await deploy('--override', 'DEPLOY');
    expect(unreasoned.exitCode).to.equal(1);
    expect(unreasoned.output).to.include('Wait; or say why all the same with --reason');
    const mistyped = await deploy('--override', 'deploy', '--reason', 'a fix');
    expect(mistyped.exitCode).to.equal(2);
    expect(mistyped.output).to.include('wants the word DEPLOY');
    const { exitCode, output } = await deploy('--override', 'DEPLOY', '--reason', 'a fix for the sale');
    expect(exitCode, output).to.equal(0);
    const begin = (await readJournal(stand.root)).entries.findLast(({ phase }) => phase === 'begin');
    expect(begin?.detail?.reason).to.equal('a fix for the sale');
    expect(String(begin?.detail?.overrides)).to.match(
      /--override DEPLOY: \S+ declared a freeze that holds until/,
    );
    const told = [...changes.values()].findLast(({ kind }) => kind === 'deploy');
    expect(told?.detail).to.deep.include({ overridden: ['freeze'] });
    expect(told?.summary).to.include('Reason: a fix for the sale');
  });

  it('stops no rollback', async () => {
    const { exitCode, output } = await stand.run('rollback');
    expect(exitCode, output).to.equal(0);
    expect(await stand.serving()).to.equal(first);
  });

  it('is over when somebody ends the freeze', async () => {
    const { exitCode, output } = await stand.run('thaw', '--reason', 'the sale is over');
    expect(exitCode, output).to.equal(0);
    expect((await deploy('--dry-run')).output).to.not.include('stopped unless overridden');
    expect((await stand.run('thaw', '--reason', 'again')).output).to.include('no declared freeze holds');
  });

  it('is declared and ended at once while a deployment is under way, and written down by the next command', async () => {
    const before = await readFile(join(stand.root, 'journal.jsonl'), 'utf8');
    const lock = await acquireLock(stand.root, { by: 'ada', verb: 'deploy' });
    try {
      for (const reason of ['the sale', 'the fair']) {
        const { exitCode, output } = await stand.run('freeze', '--reason', reason);
        expect(exitCode, output).to.equal(0);
        expect(output)
          .to.include(`until somebody ends it (npm run deploy -- thaw): ${reason}.`)
          .and.include('a deploy by ada holds the lock and goes on; the next command writes this');
      }
      expect((await deploy('--dry-run')).output).to.include('stopped unless overridden');
      expect((await stand.run('thaw', '--reason', 'both are over')).exitCode).to.equal(0);
      expect(await readFile(join(stand.root, 'journal.jsonl'), 'utf8')).to.equal(before);
    } finally {
      await lock.release();
    }
    expect((await stand.run('resume')).exitCode).to.equal(0);
    const { entries } = await readJournal(stand.root);
    expect(entries.slice(-4).map(({ verb, detail }) => `${verb}: ${detail?.reason}`)).to.deep.equal([
      'freeze: the sale',
      'freeze: the fair',
      'thaw: both are over',
      'thaw: both are over',
    ]);
    expect((await stand.run('resume')).exitCode).to.equal(0);
    expect((await readJournal(stand.root)).entries).to.have.length(entries.length);
  });

  it('is not a desk that does not answer, which is said', async () => {
    const { DESK_URL = '' } = stand.env;
    stand.env.DESK_URL = `http://127.0.0.1:${await freePort()}`;
    try {
      const { exitCode, output } = await deploy('--dry-run');
      expect(exitCode, output).to.equal(0);
      expect(output).to.include('whether the desk knows of a freeze is not known');
      expect((await stand.run('freeze', '--reason', 'x')).output).to.include('so nothing was declared');
    } finally {
      stand.env.DESK_URL = DESK_URL;
    }
  });

  it('is not a budget that nobody knows, which is said with the reason', async () => {
    stand.env.PROMETHEUS_URL = `http://127.0.0.1:${await freePort()}`;
    const { exitCode, output } = await deploy('--dry-run');
    expect(exitCode, output).to.equal(0);
    expect(output).to.match(
      /what is left of the availability budget is not known: Prometheus at .* did not answer/,
    );
  });

  it('is an error budget that is used up: what is left, and when there is some again', async () => {
    const rules = `${stand.folder}/recorded.json`;
    await writeFile(rules, JSON.stringify(recordedBudget));
    const prometheus = await startPrometheus({
      runDir: `${stand.folder}/prometheus-of-budget`,
      configText: JSON.stringify({ rule_files: [rules] }),
    });
    try {
      stand.env.PROMETHEUS_URL = prometheus.url;
      while (!(await deploy('--dry-run')).output.includes('stopped unless overridden')) await pause(250);
      const { exitCode, output } = await deploy();
      expect(exitCode, output).to.equal(1);
      expect(output)
        .to.match(/the availability budget of 30 days is used up \(-900 % left: \d+ of \d+ events bad/)
        .and.match(/some again in about 30 d/)
        .and.include('what is left of the latency budget is not known: nothing is recorded');
      const forced = await deploy('--override', 'DEPLOY', '--reason', 'it mends what fails');
      expect(forced.exitCode, forced.output).to.equal(0);
      const told = [...changes.values()].findLast(({ kind }) => kind === 'deploy');
      expect(told?.detail).to.deep.include({ overridden: ['budget'] });
    } finally {
      await prometheus.stop();
    }
  });
});

describe('a freeze of the catalog', () => {
  it('stops a deployment with its name, its end and its reason, and needs no desk for it', async () => {
    const [window] = freezeWindows;
    if (window === undefined) throw new Error('the catalog has no freeze');
    const [environment = ''] = window.environments;
    const config = parseDeployConfig({
      HAPROXY_SOCKET: '/none',
      HAPROXY_FRONT: 'localhost:1',
      ENVIRONMENT: environment,
    });
    const { stops } = await findFreezes(config, new Date(window.from));
    expect(stops).to.deep.equal([
      {
        kind: 'freeze',
        sentence: `the freeze "${window.name}" holds until ${window.until}: ${window.reason}`,
        instead: 'Wait',
      },
    ]);
    expect((await findFreezes(config, new Date(window.until))).stops).to.deep.equal([]);
  });
});

describe('override at a terminal', () => {
  const stops = [
    { kind: 'freeze', sentence: 'the freeze "sale" holds until noon', instead: 'Wait' } as const,
  ];
  const attempt = (typed: string, reason = 'why'): Promise<string> =>
    overrideStops(stops, { word: undefined, reason, ask: async () => typed }).then(
      () => 'overridden',
      (error: Error) => error.message,
    );

  it('takes the word as it is written, and nothing else', async () => {
    expect(await attempt('DEPLOY')).to.equal('overridden');
    for (const typed of ['deploy', 'yes', '', 'DEPLOY '])
      expect(await attempt(typed)).to.include('Only the word DEPLOY overrides that');
    expect(await attempt('DEPLOY', '')).to.include('--reason');
  });

  it('asks nothing when nothing stands in the way', async () => {
    const ask = () => Promise.reject(new Error('asked'));
    await overrideStops([], { word: undefined, reason: undefined, ask });
  });
});
