import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { readOutbox } from '../changes/outbox.ts';
import { nodeOptionsFor } from '../drill/injection.ts';
import { listReleaseProcesses } from '../drill/release-processes.ts';
import { DeployStand } from '../stand/deploy-stand.ts';
import { underLoad } from '../stand/load.ts';
import { readJournal } from '../state/journal.ts';
import { lockOwner } from '../state/lock.ts';
import { readPointer } from '../state/pointer.ts';

describe('interrupted deployment', function () {
  this.timeout(60_000);
  let stand: DeployStand;
  let source = '';
  let first = '';
  before(async () => {
    stand = await DeployStand.open();
    // Nobody listens there: the gate waits for data as long as it may, which is when the interrupts come.
    stand.env.PROMETHEUS_URL = 'http://127.0.0.1:9';
    source = await stand.writeSource({});
    first = await stand.deployed(source);
  });
  after(() => stand?.close());

  /** Starts a deployment, does that to it once the canary takes traffic, and waits for its end. */
  async function disturb(
    disturbance: (child: ChildProcessWithoutNullStreams) => void,
    ...args: string[]
  ): Promise<{ code: unknown; output: string }> {
    const main = join(import.meta.dirname, '..', 'main.ts');
    const child = spawn(process.execPath, [main, 'deploy', '--source', source, ...args], {
      env: { ...process.env, ...stand.env },
    });
    let output = '';
    const exited = once(child, 'exit');
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        if (output.includes('s] send 5 %')) resolve();
      });
      child.once('exit', () => resolve());
    });
    disturbance(child);
    const [code] = await exited;
    return { code, output };
  }
  const interrupt = (signal: NodeJS.Signals): ReturnType<typeof disturb> =>
    disturb((child) => child.kill(signal));

  /** As a pipe does whose reader was killed, and a terminal that was closed. */
  function loseReaders({ stdout, stderr }: ChildProcessWithoutNullStreams): void {
    stdout.destroy();
    stderr.destroy();
  }

  async function lastEnd(): Promise<unknown> {
    const { entries } = await readJournal(stand.root);
    return entries.findLast(({ phase }) => phase === 'end')?.detail;
  }

  it('by Ctrl-C takes back what it began and loses no request', async () => {
    const { failures, result } = await underLoad(stand.frontUrl, 8, () => interrupt('SIGINT'));
    const { code, output } = result;
    expect(code, output).to.equal(1);
    expect(output).to.include('interrupted by SIGINT').and.include(`${first} serves as before`);
    expect(failures).to.deep.equal([]);
    expect((await stand.run('status')).exitCode).to.equal(0);
    expect(await lockOwner(stand.root)).to.equal(undefined);
  });

  it('by the end of its terminal takes back what it began, and the journal has it', async () => {
    const { failures, result } = await underLoad(stand.frontUrl, 8, () =>
      disturb((child) => {
        loseReaders(child);
        child.kill('SIGHUP');
      }),
    );
    expect(result.code, result.output).to.equal(1);
    expect(await lastEnd())
      .to.include({ outcome: 'failed' })
      .and.property('sentence')
      .match(new RegExp(`interrupted by SIGHUP; ${first} serves as before`));
    expect(failures).to.deep.equal([]);
    expect(await stand.serving()).to.equal(first);
    expect((await stand.run('status')).exitCode).to.equal(0);
    expect(await lockOwner(stand.root)).to.equal(undefined);
  });

  it('by kill -9 is seen by status, and the next command takes over its lock and clears up', async () => {
    const { failures, result } = await underLoad(stand.frontUrl, 8, async () => {
      await interrupt('SIGKILL');
      const status = await stand.run('status');
      stand.env.PROMETHEUS_URL = '';
      const next = await stand.run('deploy', '--source', source, '--gate-seconds', '1', '--allow-unproven');
      return { status, next };
    });
    const { status, next } = result;
    expect(status.exitCode).to.equal(1);
    expect(status.output)
      .to.match(/is current, but users get .* and /)
      .and.match(/cut off (at gate|after canary)/)
      .and.match(/deploy by .* its process is dead/);
    expect(next.exitCode, next.output).to.equal(0);
    expect(next.output)
      .to.include('took over the lock of a deploy')
      .and.match(/resume done .* is undone; /);
    expect(failures).to.deep.equal([]);
    expect(await stand.serving()).to.equal((await readPointer(stand.root))?.id);
    expect((await readPointer(stand.root))?.previous).to.deep.equal([first]);
    expect((await stand.run('status')).exitCode).to.equal(0);
  });

  it('is told to the desk by the next command where it was killed between its end and the telling', async () => {
    stand.env.DESK_URL = 'http://127.0.0.1:9';
    const cutOff = nodeOptionsFor({ kind: 'kill-after-entry', entry: 'end' });
    await stand.runWith(cutOff, 'deploy', '--source', source, '--gate-seconds', '1', '--allow-unproven');
    const kept = (await readOutbox(stand.root)).map((line) => JSON.parse(line).status);
    expect(kept).to.deep.equal(['started', 'succeeded']);
    stand.env.DESK_URL = '';
  });

  it('leaves the new release to users where the old one has died meanwhile, and says so', async () => {
    const old = String((await readPointer(stand.root))?.id);
    stand.env.PROMETHEUS_URL = 'http://127.0.0.1:9';
    const processes = await listReleaseProcesses(stand.root);
    const { code, output } = await disturb((child) => {
      for (const { pid } of processes) process.kill(pid, 'SIGKILL');
      child.kill('SIGINT');
    });
    expect(code, output).to.equal(1);
    const serving = await stand.serving();
    expect(serving)
      .to.match(/^\d{8}T/)
      .and.not.equal(old);
    expect(output).to.include('taking it back failed too').and.include(`users get ${serving}.`);
    const resumed = await stand.run('resume');
    expect(resumed.exitCode, resumed.output).to.equal(0);
    expect(await stand.serving()).to.equal(old);
  });

  it('that only loses who reads it comes to its end, its watch too, and the journal has it', async () => {
    stand.env.PROMETHEUS_URL = '';
    const args = ['--gate-seconds', '2', '--allow-unproven', '--watch-seconds', '2'];
    const { code, output } = await disturb(loseReaders, ...args);
    expect(code, output).to.equal(0);
    const { entries } = await readJournal(stand.root);
    const ends = entries.filter(({ phase }) => phase === 'end').slice(-2);
    expect(ends.map(({ verb, detail }) => [verb, detail?.outcome])).to.deep.equal([
      ['deploy', 'succeeded'],
      ['watch', 'succeeded'],
    ]);
    expect(await stand.serving()).to.equal((await readPointer(stand.root))?.id);
    expect((await stand.run('status')).exitCode).to.equal(0);
    expect(await lockOwner(stand.root)).to.equal(undefined);
  });
});
