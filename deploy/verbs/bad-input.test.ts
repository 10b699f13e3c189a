import { chmod, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import { DeployStand } from '../stand/deploy-stand.ts';
import { writeTree } from '../stand/source-tree.ts';
import { renderPointer, writePointer } from '../state/pointer.ts';

describe('bad input', function () {
  this.timeout(60_000);
  let stand: DeployStand;
  let first = '';
  let second = '';
  before(async () => {
    stand = await DeployStand.open();
    first = await stand.deployed(await stand.writeSource({}));
    second = await stand.deployed(await stand.writeSource({}), '--gate-seconds', '1', '--allow-unproven');
  });
  after(() => stand?.close());

  /** All that the engine goes by, and what users get. */
  const state = async (): Promise<unknown> => ({
    journal: await readFile(join(stand.root, 'journal.jsonl'), 'utf8'),
    slots: await readFile(join(stand.root, 'slots.json'), 'utf8'),
    releases: await readdir(join(stand.root, 'releases')),
    serving: await stand.serving(),
  });
  let stateBefore: unknown;
  beforeEach(async () => {
    stateBefore = await state();
  });
  afterEach(async () => {
    expect(await state()).to.deep.equal(stateBefore);
    expect((await stand.run('status')).exitCode).to.equal(0);
  });

  async function expectRefusal(args: readonly string[], ...sentences: readonly string[]): Promise<void> {
    const { exitCode, output } = await stand.run(...args);
    expect(exitCode, output).to.equal(1);
    expect(output).to.match(/^\w+ refused: /m);
    for (const sentence of sentences) expect(output).to.include(sentence);
  }
  const ofFirst = (path: string): string => join(stand.root, 'releases', first, path);
  /** Changes a file of the first release for as long as something is tried. */
  async function whileChanged(
    path: string,
    change: (text: string) => string,
    attempt: () => Promise<void>,
  ): Promise<void> {
    const text = await readFile(ofFirst(path), 'utf8');
    await chmod(ofFirst(path), 0o644);
    await writeFile(ofFirst(path), change(text));
    await attempt().finally(() => writeFile(ofFirst(path), text));
  }

  it('such as the id of a release that does not exist is refused, with those that do', () =>
    expectRefusal(['rollback', '--to', '20200101T000000Z'], 'no release "20200101T000000Z"', second, first));

  it('such as an id that leads out of the folder is refused', () =>
    expectRefusal(['rollback', '--to', `../releases/${first}`], 'no release "../releases/'));

  it('such as a manifest changed by hand is refused', () =>
    whileChanged(
      'manifest.json',
      (text) => text.replace('"sequence": 1', '"sequence": 7'),
      () =>
        expectRefusal(
          ['rollback'],
          'manifest.json is damaged or was changed by hand: its checksum does not fit',
        ),
    ));

  it('such as a manifest of a newer engine is refused, with what to do', () =>
    whileChanged(
      'manifest.json',
      (text) => text.replace('"version": 1', '"version": 2'),
      () =>
        expectRefusal(
          ['rollback'],
          'made by a newer deploy engine; this one reads 1. Run the command from that newer',
        ),
    ));

  it('such as a file that is missing from a release is refused', async () => {
    const text = await readFile(ofFirst('service/main.ts'));
    await rm(ofFirst('service/main.ts'));
    await expectRefusal(['rollback'], 'service/main.ts is missing').finally(() =>
      writeFile(ofFirst('service/main.ts'), text, { mode: 0o444 }),
    );
  });

  it('such as a file that does not belong to a release is refused', async () => {
    await writeFile(ofFirst('service/extra.ts'), '');
    await expectRefusal(['rollback'], 'service/extra.ts does not belong to it').finally(() =>
      rm(ofFirst('service/extra.ts')),
    );
  });

  it('such as a second pointer is refused by every verb', async () => {
    const stray = join(stand.root, 'current.bak');
    await writeFile(stray, renderPointer({ id: first, sequence: 1, previous: [] }));
    try {
      for (const args of [['rollback'], ['deploy'], ['prune'], ['status']])
        await expectRefusal(args, 'holds more than one pointer: current and current.bak');
    } finally {
      await rm(stray);
    }
  });

  it('such as a pointer that names a release twice is refused', async () => {
    const text = await readFile(join(stand.root, 'current'), 'utf8');
    await writePointer(stand.root, { id: second, sequence: 2, previous: [second] });
    await expectRefusal(['rollback'], `names release ${second} twice`).finally(() =>
      writeFile(join(stand.root, 'current'), text),
    );
  });

  it('such as a value of the environment out of its range is refused', async () => {
    const front = stand.env.HAPROXY_FRONT ?? '';
    stand.env.HAPROXY_FRONT = '127.0.0.1:65536';
    await expectRefusal(['rollback'], 'HAPROXY_FRONT must have a port from 1 to 65535').finally(() => {
      stand.env.HAPROXY_FRONT = front;
    });
  });

  it('such as a declaration that names a migration which does not exist is refused', async () => {
    const source = await stand.writeSource({});
    await writeTree(source, {
      'service/db/migrations/001-first.ts': 'export {};\n',
      'service/db/migrations/schema.json': JSON.stringify({
        worksFrom: '002-lost',
        migrations: [{ name: '001-first', breaksBefore: null }],
      }),
    });
    await expectRefusal(
      ['deploy', '--source', source],
      'worksFrom names "002-lost", which is none of its migrations',
    );
  });

  it('such as a lockfile that names no packages is refused', async () => {
    const source = await stand.writeSource({});
    await writeFile(join(source, 'package-lock.json'), '{"lockfileVersion":1}');
    await expectRefusal(['deploy', '--source', source], 'names no packages');
  });
});

describe('lockfile whose packages cannot be had', function () {
  this.timeout(60_000);

  it('ends the deployment before anything is touched', async () => {
    const stand = await DeployStand.open();
    try {
      const first = await stand.deployed(await stand.writeSource({}));
      Object.assign(stand.env, { npm_config_registry: 'http://127.0.0.1:9/', npm_config_fetch_retries: '0' });
      const source = await stand.writeSource({});
      const about = { name: 'fixture', version: '1.0.0', dependencies: { nowhere: '1.0.0' } };
      await writeTree(source, {
        'package.json': JSON.stringify(about),
        'package-lock.json': JSON.stringify({
          lockfileVersion: 3,
          packages: { '': about, 'node_modules/nowhere': { version: '1.0.0' } },
        }),
      });
      const { exitCode, output } = await stand.run('deploy', '--source', source, '--allow-unproven');
      expect(exitCode, output).to.equal(1);
      expect(output)
        .to.include('neither installed here nor could npm get them')
        .and.include(`${first} serves as before`);
      expect(await readdir(join(stand.root, 'releases'))).to.deep.equal([first]);
      expect((await stand.run('status')).exitCode).to.equal(0);
    } finally {
      await stand.close();
    }
  });
});
