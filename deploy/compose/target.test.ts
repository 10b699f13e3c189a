import { chmod, cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { runCommand } from '../../programs/run.ts';
import { checkoutRoot } from '../config.ts';
import { releaseFolder } from '../release/manifest.ts';
import { requireRelease } from '../release/verify.ts';
import { ComposeStand } from '../stand/compose-stand.ts';
import { readPointer } from '../state/pointer.ts';
import { containerOf, imageOf } from './commands.ts';
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

  withDocker('are left alone by who means processes', async (there) => {
    const { HAPROXY_FRONT = '', DEPLOY_ROOT = '' } = there.env;
    const native = ['DEPLOY_TARGET=native', `HAPROXY_FRONT=${HAPROXY_FRONT}`, 'HAPROXY_SOCKET=/nowhere'];
    const { exitCode, output } = await there.run('env', ...native, process.execPath, engine, 'status');
    expect(exitCode).to.equal(1);
    expect(output).to.include(`${DEPLOY_ROOT} holds releases that run by the target compose`);
  });
});
