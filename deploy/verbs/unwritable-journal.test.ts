import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rename, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { DeployStand } from '../stand/deploy-stand.ts';
import { underLoad } from '../stand/load.ts';
import { readJournal } from '../state/journal.ts';
import { readPointer } from '../state/pointer.ts';

describe('deployment that can no longer write its journal', function () {
  this.timeout(60_000);
  let stand: DeployStand;
  let source = '';
  let first = '';
  before(async () => {
    stand = await DeployStand.open();
    // Nobody listens there: the gate waits for data, and meanwhile the journal goes.
    stand.env.PROMETHEUS_URL = 'http://127.0.0.1:9';
    source = await stand.writeSource({});
    first = await stand.deployed(source);
  });
  after(() => stand?.close());

  const isGateBegun = async (): Promise<boolean> => {
    const last = (await readJournal(stand.root)).entries.at(-1);
    return last?.phase === 'intent' && last.step === 'gate';
  };

  /** Starts a deployment; once the gate watches, a folder takes the journal's place; then Ctrl-C, and on to the end. */
  async function loseJournal(): Promise<{ code: unknown; output: string }> {
    const main = join(import.meta.dirname, '..', 'main.ts');
    const child = spawn(process.execPath, [main, 'deploy', '--source', source], {
      env: { ...process.env, ...stand.env },
    });
    let output = '';
    const exited = once(child, 'exit');
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
    // From then on nothing is written until the gate ends.
    while (child.exitCode === null && !(await isGateBegun())) await pause(25);
    const journal = join(stand.root, 'journal.jsonl');
    await rename(journal, `${journal}.aside`);
    await mkdir(journal);
    child.kill('SIGINT');
    const [code] = await exited;
    await rmdir(journal);
    await rename(`${journal}.aside`, journal);
    return { code, output };
  }

  it('takes the traffic back all the same, and says that it failed and why it is not on record', async () => {
    const { failures, result } = await underLoad(stand.frontUrl, 8, loseJournal);
    const { code, output } = result;
    expect(code, output).to.equal(1);
    expect(output)
      .to.match(/deploy of \S+ failed after .*interrupted by SIGINT/)
      .and.include(`${first} serves as before`)
      .and.match(/the journal in \S+ could not be written \(EISDIR/)
      .and.not.include('refused');
    expect(failures).to.deep.equal([]);
    expect(await stand.serving()).to.equal(first);
    expect((await readPointer(stand.root))?.id).to.equal(first);
    // For all that is on record it was cut off; a resume finds nothing amiss and closes the record.
    expect((await stand.run('status')).output).to.match(/cut off {3}desk-staging-deploy/);
    expect((await stand.run('resume')).output).to.match(/resume done .* is undone; /);
    expect((await stand.run('status')).exitCode).to.equal(0);
  });
});
