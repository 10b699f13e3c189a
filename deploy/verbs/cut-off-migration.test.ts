import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { listReleaseProcesses } from '../drill/release-processes.ts';
import { DeployStand } from '../stand/deploy-stand.ts';

const ungated = ['--gate-seconds', '1', '--allow-unproven'];

describe('migration whose engine is killed', function () {
  this.timeout(60_000);
  let stand: DeployStand;
  let first = '';
  before(async () => {
    stand = await DeployStand.open();
    first = await stand.deployed(await stand.writeSource({}));
  });
  after(async () => {
    for (const pid of await pidsOfOthers()) process.kill(pid, 'SIGKILL');
    await stand?.close();
  });

  /** Besides what serves. */
  const pidsOfOthers = async (): Promise<number[]> =>
    (await listReleaseProcesses(stand.root)).filter(({ release }) => release !== first).map(({ pid }) => pid);

  /** Kills the engine while its migration runs, which goes on. */
  async function cutOff(): Promise<void> {
    const source = await stand.writeSource({ migratesForMs: 600_000 });
    const main = join(import.meta.dirname, '..', 'main.ts');
    const engine = spawn(process.execPath, [main, 'deploy', '--source', source, ...ungated], {
      env: { ...process.env, ...stand.env },
      stdio: 'ignore',
    });
    const exited = once(engine, 'exit');
    while ((await pidsOfOthers()).length === 0) {
      if (engine.exitCode !== null) throw new Error(`it ended with ${engine.exitCode} before it migrated`);
      await pause(25);
    }
    engine.kill('SIGKILL');
    await exited;
    expect(await pidsOfOthers()).to.have.length(1);
  }

  it('is shown by a dry run of resume, and ended by resume before that says what became of it', async () => {
    await cutOff();
    const [pid] = await pidsOfOthers();
    const shown = await stand.run('resume', '--dry-run');
    expect(shown.output).to.include('1. end the migration that was cut off');
    expect(await pidsOfOthers()).to.deep.equal([pid]);
    const { exitCode, output } = await stand.run('resume');
    expect(exitCode, output).to.equal(0);
    expect(output)
      .to.include(`where it still runs (pid ${pid})`)
      .and.match(/\(cut off at migrate\) is undone/);
    expect(await pidsOfOthers()).to.deep.equal([]);
  });

  it('is ended by the next deployment too, which then migrates itself', async () => {
    await cutOff();
    const [pid] = await pidsOfOthers();
    const { exitCode, output } = await stand.run(
      'deploy',
      ...['--source', await stand.writeSource({}), ...ungated],
    );
    expect(exitCode, output).to.equal(0);
    expect(output).to.include(`where it still runs (pid ${pid})`).and.include('schema migrated');
    first = await stand.serving();
    expect(await pidsOfOthers()).to.deep.equal([]);
  });
});
