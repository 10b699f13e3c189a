import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { isStillRunning } from '../../programs/process-identity.ts';
import { type ProcessRecord, readProcessRecords } from '../../programs/process-record.ts';
import { runCommand } from '../../programs/run.ts';

const root = dirname(dirname(import.meta.dirname));
const main = join(import.meta.dirname, 'main.ts');

/** Inside the clone, where releases find their dependencies. */
let workDir: string;

beforeEach(async () => {
  mkdirSync(join(root, '.tocsin', 'tests'), { recursive: true });
  workDir = await mkdtemp(join(root, '.tocsin', 'tests', 'verify-'));
});
afterEach(() => rm(workDir, { recursive: true, force: true }));

describe('npm run dashboards -- verify', function () {
  this.timeout(180_000);

  it('asks a given server only, ends with 1 where it does not answer, and keeps all results in a file', async () => {
    const file = join(workDir, 'results.json');
    const { exitCode, stdout, stderr } = await runCommand(
      process.execPath,
      [main, 'verify', '--json', file],
      {
        env: { PROMETHEUS_URL: 'http://127.0.0.1:1', STACK_ENV_FILE: join(workDir, 'none') },
      },
    );
    expect(exitCode).to.equal(1);
    expect(stderr).to.match(/fault: desk-errors, "variable" environment \(now\): http:.*cannot be reached/);
    expect(stdout).to.match(/\d+ boards, \d+ panels, \d+ queries, \d+ executed at now; 0 with data/);
    expect(await readFile(file, 'utf8')).to.contain('"totals": ');
  });

  it('refuses a variable without a value, and a verb that there is not', async () => {
    const env = { PROMETHEUS_URL: 'http://127.0.0.1:1' };
    const run = async (...args: string[]): Promise<unknown[]> => {
      const { exitCode, stderr } = await runCommand(process.execPath, [main, ...args], { env });
      return [exitCode, stderr.split('\n')[0]];
    };
    expect(await run('verify', '--var', 'route')).to.deep.equal([2, '--var wants NAME=VALUE, not "route".']);
    expect(await run('verfy')).to.deep.equal([
      2,
      '"verfy" is no verb; there is verify, lint, diff, push, pull.',
    ]);
  });

  it('drives a stack of its own beside whatever runs, and leaves nothing of it after Ctrl-C', async () => {
    const seen = new Map<number, ProcessRecord>();
    const watching = setInterval(() => {
      for (const record of readProcessRecords(join(workDir, 'verify'))) seen.set(record.pid, record);
    }, 200);
    const run = spawn(process.execPath, [main, 'verify', '--drive', '--work-dir', workDir], { cwd: root });
    let output = '';
    const shown = new Promise<void>((resolve) =>
      run.stdout.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        if (output.includes('A good release goes to the patient')) resolve();
      }),
    );
    const ended = once(run, 'exit');
    await Promise.race([shown, ended]);
    run.kill('SIGINT');
    const [code] = await ended;
    clearInterval(watching);
    expect(code, output).to.equal(130);
    expect(seen.size, output).to.be.greaterThan(5);
    expect([...seen.values()].filter(isStillRunning)).to.deep.equal([]);
  });
});
