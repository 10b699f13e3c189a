import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { z } from 'zod';
import { startPostgres } from '../../programs/servers/postgres.ts';
import { checkoutRoot } from '../config.ts';
import { listSourceFiles } from '../release/files.ts';
import { DeployStand } from '../stand/deploy-stand.ts';
import { startWatchedDeployment } from '../stand/watched-deployment.ts';
import { readPointer } from '../state/pointer.ts';

const expansion = { name: '900-expand', breaksBefore: null, up: 'alter table changes add column note text' };
const contraction = {
  name: '901-contract',
  breaksBefore: '900-expand',
  up: 'alter table changes alter column note set not null, alter column note drop default',
};
const ungated = ['--gate-seconds', '1', '--allow-unproven'];

describe('rollback of the real desk across migrations', function () {
  this.timeout(400_000);
  let stand: DeployStand;
  let postgres: Awaited<ReturnType<typeof startPostgres>>;
  before(async () => {
    stand = await DeployStand.open();
    postgres = await startPostgres({ runDir: join(stand.folder, 'postgres'), databases: ['patient'] });
    stand.env.DATABASE_URL = postgres.urlOf('patient');
  });
  after(async () => {
    await stand?.close();
    await postgres?.stop();
  });

  /** This checkout's desk, with more migrations. */
  async function deskWith(...migrations: (typeof expansion | typeof contraction)[]): Promise<string> {
    const source = await mkdtemp(join(stand.folder, 'desk-'));
    for (const path of await listSourceFiles(checkoutRoot))
      await cp(join(checkoutRoot, path), join(source, path), { recursive: true });
    const folder = join(source, 'service/db/migrations');
    const declaration = JSON.parse(await readFile(join(folder, 'schema.json'), 'utf8'));
    for (const { name, breaksBefore, up } of migrations) {
      declaration.migrations.push({ name, breaksBefore });
      await writeFile(
        join(folder, `${name}.ts`),
        `import type { Knex } from 'knex';\n\nexport async function up(db: Knex): Promise<void> {\n  await db.raw('${up}');\n}\n\nexport async function down(): Promise<void> {}\n`,
      );
    }
    await writeFile(join(folder, 'schema.json'), JSON.stringify(declaration));
    return source;
  }
  const serving = async (): Promise<string> => {
    const health = z.object({ release: z.string() });
    return health.parse(await (await fetch(`${stand.frontUrl}/health`)).json()).release;
  };
  const current = async (): Promise<string | undefined> => (await readPointer(stand.root))?.id;
  const journal = (): Promise<string> => readFile(join(stand.root, 'journal.jsonl'), 'utf8');

  let plain = '';
  let expanded = '';
  let contracted = '';
  let breaking = '';

  it('works within the range of the older release, whose readiness tolerates what only adds', async () => {
    plain = await stand.deployed(await deskWith());
    const forward = await stand.run('deploy', '--source', await deskWith(expansion), ...ungated);
    expect(forward.exitCode, forward.output).to.equal(0);
    expect(forward.output).to.not.include('breaks');
    expanded = String(await current());
    const { exitCode, output } = await stand.run('rollback');
    expect(exitCode, output).to.equal(0);
    expect(await serving()).to.equal(plain);
  });

  it('is lost to a migration that breaks the release which serves: not deployed unless it is meant', async () => {
    breaking = await deskWith(expansion, contraction);
    const sentence = `migration 901-contract breaks ${plain}, which knows no 900-expand`;
    const foreseen = await stand.run('deploy', '--source', breaking, ...ungated, '--dry-run');
    expect(foreseen.output).to.include(`stopped unless overridden: ${sentence}`);
    const before = await journal();
    const { exitCode, output } = await stand.run('deploy', '--source', breaking, ...ungated);
    expect(exitCode, output).to.equal(1);
    expect(output)
      .to.include(`deploy refused: ${sentence}`)
      .and.include(
        'Deploy a release first that knows 900-expand and does without what 901-contract takes away',
      )
      .and.include('--override DEPLOY');
    expect(await journal()).to.equal(before);
    expect([await serving(), await current()]).to.deep.equal([plain, plain]);
  });

  it('is none by the watch either across a migration that the older release cannot live with: all that is said', async () => {
    const override = ['--override', 'DEPLOY', '--reason', 'nobody needs the way back'];
    const watched = ['--allow-unproven', '--watch-seconds', '300', ...override];
    const command = await startWatchedDeployment(stand, breaking, ...watched);
    try {
      await command.says('the standby cannot take over, and is no way back: release ');
      expect((await stand.run('audit')).output).to.match(/--override DEPLOY: migration 901-contract breaks /);
      contracted = String(await current());
      process.kill(Number(/ start \S+ for slot .* pid (\d+)/.exec(command.output)?.[1]), 'SIGKILL');
      const [code] = await command.exited;
      expect(code, command.output).to.equal(1);
    } finally {
      command.process.kill('SIGKILL');
    }
    expect(command.output)
      .to.match(/NOT rolled back, though it is bad \(the process of \S+ ended\): release /)
      .and.include(`release ${plain} cannot live with the database: the database has migration 901-contract`)
      .and.include('deploy a correction forward')
      .and.not.include('the rollback waits');
    expect(await current()).to.equal(contracted);
    const resumed = await stand.run('resume');
    expect(resumed.exitCode, resumed.output).to.equal(0);
    expect(await serving()).to.equal(contracted);
  });

  it('is refused across a migration that the older release cannot live with, named, with nothing changed', async () => {
    const before = await journal();
    for (const args of [['rollback'], ['rollback', '--dry-run'], ['rollback', '--to', plain]]) {
      const { exitCode, output } = await stand.run(...args);
      expect(exitCode, output).to.equal(1);
      expect(output)
        .to.include(`rollback refused: release ${plain} cannot live with the database`)
        .and.include(
          'the database has migration 901-contract, which breaks code that does not know 900-expand',
        )
        .and.include('deploy a correction forward')
        .and.include(`take a release that can, the newest being ${contracted}, ${expanded}`)
        .and.include(`after a backup, take 901-contract back by hand`);
    }
    expect(await journal()).to.equal(before);
    expect(await serving()).to.equal(contracted);
  });

  it('works to a release that knows what the migration breaks before', async () => {
    const { exitCode, output } = await stand.run('rollback', '--to', expanded);
    expect(exitCode, output).to.equal(0);
    expect(await serving()).to.equal(expanded);
  });

  it('has its counterpart: what cannot live with the schema is not deployed either', async () => {
    const { exitCode, output } = await stand.run('deploy', '--source', await deskWith(), ...ungated);
    expect(exitCode, output).to.equal(1);
    expect(output).to.include('migration 901-contract').and.include(`${expanded} serves as before`);
    expect([await serving(), await current()]).to.deep.equal([expanded, expanded]);
  });

  it('is refused when the database cannot be asked', async () => {
    await postgres.stop();
    const { exitCode, output } = await stand.run('rollback', '--to', contracted);
    expect(exitCode, output).to.equal(1);
    expect(output).to.include(`the database could not be asked for its schema by ${contracted}`);
    expect(await current()).to.equal(expanded);
  });
});
