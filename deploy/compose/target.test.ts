import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { runCommand } from '../../programs/run.ts';
import { checkoutRoot } from '../config.ts';
import { listProcesses } from '../native/running-processes.ts';
import { listSourceFiles } from '../release/files.ts';
import { releaseFolder } from '../release/manifest.ts';
import { listReleases } from '../release/release-id.ts';
import { requireRelease } from '../release/verify.ts';
import { ComposeStand } from '../stand/compose-stand.ts';
import { readJournal } from '../state/journal.ts';
import { acquireLock } from '../state/lock.ts';
import { readPointer } from '../state/pointer.ts';
import { containerOf, imageOf, runMigration } from './commands.ts';
import { whyNoDocker } from './stack.ts';
import { composeTarget } from './target.ts';

const engine = join(checkoutRoot, 'deploy', 'main.ts');
const ungated = ['--gate-seconds', '1', '--allow-unproven', '--watch-seconds', '0'];

describe('releases as containers', function () {
  this.timeout(300_000);
  let stand: ComposeStand | undefined;
  let first = '';
  before(async () => {
    const why = await whyNoDocker();
    if (why !== undefined) {
      expect(why).to.match(/^Docker (does not answer|is not here): ./);
      console.log(`      not tried: ${why}`);
      return;
    }
    stand = await ComposeStand.open({ hasPrometheus: false, signal: new AbortController().signal });
    const { exitCode, output } = await stand.run(process.execPath, engine, 'deploy', ...ungated);
    expect(exitCode, output).to.equal(0);
    first = (await readPointer(stand.config.root))?.id ?? '';
  });
  after(() => stand?.close());

  /** Where there is no Docker, that was said once for all. */
  const withDocker = (title: string, act: (there: ComposeStand) => Promise<void>): void => {
    it(title, async () => {
      if (stand !== undefined) await act(stand);
    });
  };

  const ask = async (...args: string[]): Promise<string> => {
    const { exitCode, stdout, stderr } = await runCommand('docker', args);
    expect(exitCode, stderr).to.equal(0);
    return stdout.trim();
  };

  async function until(claim: () => Promise<boolean>): Promise<void> {
    const deadline = performance.now() + 30_000;
    while (!(await claim())) {
      if (performance.now() > deadline) throw new Error('it did not come about in 30 s');
      await pause(100);
    }
  }

  withDocker('run from the image that the manifest names, which holds the release’s files', async (there) => {
    const { config } = there;
    const manifest = await requireRelease(config.root, first);
    const container = containerOf(config, 'blue');
    expect(await ask('container', 'inspect', '--format', '{{.Image}}', container)).to.equal(
      manifest.imageDigest,
    );
    const label = '{{index .Config.Labels "tocsin.content-hash"}}';
    expect(await ask('image', 'inspect', '--format', label, imageOf(config, first))).to.equal(
      manifest.contentHash,
    );
    const file = 'service/main.ts';
    const sum = await ask('container', 'exec', container, 'sha256sum', file);
    expect(sum.split(' ')[0]).to.equal(manifest.files[file]);
  });

  withDocker('are given no right that they do not need, and no secret that Docker shows', async (there) => {
    const container = containerOf(there.config, 'blue');
    const inspected = await ask('container', 'inspect', container);
    const [{ HostConfig, Config }] = JSON.parse(inspected);
    expect(HostConfig).to.include({ ReadonlyRootfs: true, Privileged: false });
    expect(HostConfig.CapDrop).to.deep.equal(['ALL']);
    expect(HostConfig.PortBindings ?? {}).to.deep.equal({});
    expect(Config.User).to.equal('node');
    const secret = await ask('container', 'exec', container, 'cat', '/run/secrets/desk.env');
    const password = /:([0-9a-f]{48})@/.exec(secret)?.[1];
    expect(password).to.match(/^[0-9a-f]{48}$/);
    expect(inspected).not.to.include(password);
  });

  withDocker(
    'leave the one that serves alone when the next one ends while it starts, and tell its last words',
    async (there) => {
      const { config, folder } = there;
      const source = join(folder, 'broken');
      await cp(releaseFolder(config.root, first), source, {
        recursive: true,
        filter: (path) => !path.endsWith('node_modules') && !path.endsWith('manifest.json'),
      });
      const main = join(source, 'service', 'main.ts');
      const text = await readFile(main, 'utf8');
      await chmod(main, 0o644);
      await writeFile(main, `throw new Error('the lever is stuck');\n${text}`);
      const { exitCode, output } = await there.run(
        process.execPath,
        engine,
        'deploy',
        ...['--source', source, ...ungated],
      );
      expect(exitCode, output).to.equal(1);
      expect(output).to.include('ended while starting').and.include('the lever is stuck');
      expect(output).to.include(`${first} serves as before`);
      const { exitCode: status, output: told } = await there.run(process.execPath, engine, 'status');
      expect(status, told).to.equal(0);
      expect(
        await ask('container', 'ls', '--all', '--quiet', '--filter', `name=${config.project}-green`),
      ).to.equal('');
    },
  );

  withDocker('are known to have ended, although Docker has started them again by then', async (there) => {
    const { config } = there;
    const ailment = await composeTarget.followLife(config, { release: first, slot: 'blue' });
    expect(await ailment()).to.equal(undefined);
    // Not by docker kill, after which Docker starts nothing again. Process 1 is the init that hands the signal on.
    await ask('container', 'exec', containerOf(config, 'blue'), 'node', '-e', 'process.kill(1)');
    await until(async () => (await ailment()) === `the container of ${first} ended`);
    await until(() => composeTarget.isRunning(config, 'blue'));
    expect(await ailment()).to.equal(`the container of ${first} ended`);
  });

  /** A deployment of this checkout whose migration takes so long, seen to be under way. */
  async function deployMigrating(there: ComposeStand, seconds: number) {
    const { config, folder } = there;
    const source = await mkdtemp(join(folder, 'slow-'));
    for (const path of await listSourceFiles(checkoutRoot))
      await cp(join(checkoutRoot, path), join(source, path), { recursive: true });
    const program = join(source, 'service', 'migrate.ts');
    const wait = `if (process.argv.length < 3) await new Promise((go) => setTimeout(go, ${1_000 * seconds}));\n`;
    await writeFile(program, wait + (await readFile(program, 'utf8')));
    const released = new Set(await listReleases(config.root));
    const child = spawn(process.execPath, [engine, 'deploy', '--source', source, ...ungated], {
      env: { ...process.env, ...there.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const exited = once(child, 'exit');
    const deployment = { child, exited, output: '', release: '' };
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        deployment.output += chunk.toString();
      });
    await until(async () => (await migrations(there)).includes(`${config.project}-migrate`));
    deployment.release = (await listReleases(config.root)).find((id) => !released.has(id)) ?? '';
    return deployment;
  }
  /** Containers that ask or migrate, running or not. */
  const migrations = async ({ config }: ComposeStand): Promise<string[]> => {
    const names = await ask('container', 'ls', '--all', '--format', '{{.Names}}');
    return names.split('\n').filter((name) => name.startsWith(`${config.project}-migrate`));
  };

  withDocker('are asked for the schema without disturbing a migration that runs', async (there) => {
    const deployment = await deployMigrating(there, 15);
    const { release, exited } = deployment;
    const args = ['rollback', '--to', release, '--dry-run'] as const;
    const { exitCode, output } = await there.run(process.execPath, engine, ...args);
    expect(exitCode, output).to.equal(0);
    expect(output).to.include('nothing was done');
    expect(await migrations(there)).to.deep.equal([`${there.config.project}-migrate`]);
    expect((await exited)[0], deployment.output).to.equal(0);
    expect((await readPointer(there.config.root))?.id).to.equal(release);
    expect(await migrations(there)).to.deep.equal([]);
  });

  withDocker('have the migration of a killed engine ended before resume calls it undone', async (there) => {
    const { child, exited } = await deployMigrating(there, 600);
    child.kill('SIGKILL');
    await exited;
    expect(await migrations(there)).to.have.length(1);
    const { exitCode, output } = await there.run(process.execPath, engine, 'resume');
    expect(exitCode, output).to.equal(0);
    expect(output)
      .to.include(`where it still runs (container ${there.config.project}-migrate)`)
      .and.match(/\(cut off at migrate\) is undone/);
    expect(await migrations(there)).to.deep.equal([]);
  });

  withDocker('have a migration ended too whose container is yet to be made', async (there) => {
    const { config } = there;
    const { imageDigest = '' } = await requireRelease(config.root, first);
    const { args, env } = runMigration(config, imageDigest);
    const client = spawn('docker', args, { env: { ...process.env, ...env }, stdio: 'ignore' });
    const exited = once(client, 'exit');
    // Docker's own, and its plugin's, which does the work.
    const clients = async () =>
      (await listProcesses()).filter((seen) => seen.args.includes(`${config.project}-migrate`));
    await until(async () => (await clients()).length === 2);
    await composeTarget.endMigration(config);
    expect((await exited)[1]).to.equal('SIGKILL');
    expect(await clients()).to.deep.equal([]);
    // What Docker was making by then may still come to be, and nobody is left to start it.
    for (let look = 0; look < 15; look += 1) {
      expect(await ask('container', 'ls', '--quiet', '--filter', `name=${config.project}-migrate`)).to.equal(
        '',
      );
      await pause(200);
    }
    await composeTarget.endMigration(config);
    expect(await migrations(there)).to.deep.equal([]);
  });

  withDocker('are left alone by who means processes', async (there) => {
    const { HAPROXY_FRONT = '', DEPLOY_ROOT = '' } = there.env;
    const native = ['DEPLOY_TARGET=native', `HAPROXY_FRONT=${HAPROXY_FRONT}`, 'HAPROXY_SOCKET=/nowhere'];
    const { exitCode, output } = await there.run('env', ...native, process.execPath, engine, 'status');
    expect(exitCode).to.equal(1);
    expect(output).to.include(`${DEPLOY_ROOT} holds releases that run by the target compose`);
  });

  const takeDown = (there: ComposeStand, ...args: string[]) =>
    there.run(process.execPath, join(checkoutRoot, 'deploy', 'compose', 'main.ts'), 'down', ...args);
  const containers = ({ config }: ComposeStand): Promise<string> =>
    ask('container', 'ls', '--all', '--quiet', '--filter', `name=${config.project}-`);
  const volumes = ({ config }: ComposeStand): Promise<string> =>
    ask('volume', 'ls', '--quiet', '--filter', `name=${config.project}_`);

  withDocker('are not taken down by a dry run, without --yes, or under another command', async (there) => {
    const { root } = there.config;
    const before = [await containers(there), await volumes(there), await readJournal(root)];
    const shown = await takeDown(there, '--volumes', '--dry-run');
    expect(shown.exitCode, shown.output).to.equal(0);
    expect(shown.output)
      .to.include(`stop and remove ${(await readPointer(root))?.id} in slot `)
      .and.include('every row')
      .and.include('nothing was done (--dry-run)');
    const unconfirmed = await takeDown(there, '--volumes');
    expect(unconfirmed.exitCode, unconfirmed.output).to.equal(1);
    expect(unconfirmed.output).to.include('Add --yes');
    const lock = await acquireLock(root, { by: 'ada', verb: 'deploy' });
    try {
      const refused = await takeDown(there, '--volumes', '--yes');
      expect(refused.exitCode, refused.output).to.equal(1);
      expect(refused.output).to.include('a deploy by ada');
    } finally {
      await lock.release();
    }
    expect([await containers(there), await volumes(there), await readJournal(root)]).to.deep.equal(before);
  });

  withDocker('are taken down with every row, by plan and on record, when told so', async (there) => {
    const { exitCode, output } = await takeDown(there, '--volumes', '--yes', '--reason', 'moved');
    expect(exitCode, output).to.equal(0);
    expect(output).to.match(/remove their volumes: every row[\s\S]* is down, its volumes are gone\./);
    expect([await containers(there), await volumes(there)]).to.deep.equal(['', '']);
    const told = [
      await there.run(process.execPath, engine, 'audit'),
      await there.run(process.execPath, engine, 'history'),
    ];
    expect(told[0]?.output).to.match(/take the containers down {2}overrides: --volumes {2}why: moved$/m);
    expect(told[1]?.output).to.match(/ down .*succeeded {2}in [\d.]+ s {2}reason: moved$/m);
  });
});
