import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { isStillRunning } from '../../programs/process-identity.ts';
import { type ProcessRecord, readProcessRecords } from '../../programs/process-record.ts';
import { badRelease } from './bad-release.ts';
import type { Drill } from './drill.ts';
import { pollUntil } from './poll.ts';
import { runDemo } from './run-demo.ts';

const root = dirname(dirname(import.meta.dirname));
const shippedRules = join(root, 'alerts', 'generated', 'rules', 'desk.yml');

/** Inside the clone, where what a failed run leaves is easily found. */
let workDir: string;
let output = '';
let watching: NodeJS.Timeout;

beforeEach(async () => {
  mkdirSync(join(root, '.tocsin', 'tests'), { recursive: true });
  workDir = await mkdtemp(join(root, '.tocsin', 'tests', 'run-'));
  output = '';
  watching = watchRecords();
});
afterEach(async function () {
  clearInterval(watching);
  if (this.currentTest?.state === 'failed') console.error(`${output}\nkept for you: ${workDir}`);
  else await rm(workDir, { recursive: true, force: true });
});

function startDemo(...args: string[]): ChildProcess {
  const demo = spawn(
    process.execPath,
    [join(import.meta.dirname, 'demo.ts'), '--work-dir', workDir, ...args],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  for (const stream of [demo.stdout, demo.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += stripVTControlCharacters(text);
    });
  return demo;
}

async function untilShown(text: string): Promise<void> {
  await pollUntil(async () => (output.includes(text) ? true : undefined), {
    timeoutMs: 120_000,
    signal: AbortSignal.timeout(130_000),
    failure: () => `the demo never showed "${text}":\n${output}`,
  });
}

/** Everything that was ever on record during the run, by name; the sweep at the end removes the records themselves. */
const seen = new Map<string, ProcessRecord>();

function watchRecords(): NodeJS.Timeout {
  seen.clear();
  return setInterval(() => {
    for (const record of readProcessRecords(join(workDir, 'demo')))
      seen.set(`${record.name} ${record.pid}`, record);
  }, 200);
}

function survivors(): string[] {
  return [...seen.values()].filter(isStillRunning).map(({ name }) => name);
}

async function rehearse(drill: Drill, ruleFiles = [shippedRules]): Promise<number> {
  return runDemo({
    drill,
    isArmed: false,
    root,
    workDir,
    ruleFiles,
    isOnce: true,
    signal: new AbortController().signal,
    write: (text) => {
      output += stripVTControlCharacters(text);
    },
  });
}

describe('npm run demo', () => {
  it('--once ends with 0 after the whole loop, with evidence from Loki and Jaeger and nothing lost', async function () {
    this.timeout(600_000);
    const [code] = await once(startDemo('--once'), 'exit');
    expect(code, output).to.equal(0);
    for (const sign of [
      /logs +\d+ error lines, such as "URI malformed"/,
      /trace +[0-9a-f]{32} \(\d+ spans\)/,
      /\d+ queries, \d+ executed at fault; \d+ with data, 0 skipped, 0 failed/,
      /incident closed +\d\d:\d\d:\d\d +\+/,
      /requests lost +0 of \d+ +promised: 0 at most, kept/,
    ])
      expect(output).to.match(sign);
    expect(output).not.to.include('MISSED');
    expect(seen.size).to.be.greaterThan(8);
    expect(survivors()).to.deep.equal([]);
    console.log(output.slice(output.indexOf('What happened')));
  });

  it('--armed ends with 0 when the gate has rolled back by itself, within its time, and the incident is closed', async function () {
    this.timeout(600_000);
    const [code] = await once(startDemo('--once', '--armed'), 'exit');
    expect(code, output).to.equal(0);
    for (const sign of [
      /the watch says fail: availability: \d+ of \d+ requests bad/,
      /first bad request to all traffic on the old release: [\d.]+ s; \d+ of \d+ requests of users failed/,
      /first bad request to old release alone +[\d.]+ s +promised: 30 at most, kept/,
      /incident closed +\d\d:\d\d:\d\d +\+/,
      /requests lost +0 of \d+ +promised: 0 at most, kept/,
    ])
      expect(output).to.match(sign);
    expect(output).not.to.include('MISSED').and.not.to.include('is walked');
    expect(survivors()).to.deep.equal([]);
    console.log(output.slice(output.indexOf('What happened')));
  });

  it('without the rollback in the drill ends with 1 and names the runbook', async function () {
    this.timeout(600_000);
    const walk = badRelease.walk.filter((step) => step !== 'rollback');
    expect(await rehearse({ ...badRelease, walk })).to.equal(1);
    expect(output).to.include('stopped at "objective-met"');
    expect(output).to.include('step "The runbook AvailabilityBudgetBurn is walked" did not happen');
    expect(output).to.include(`Logs: ${join(workDir, 'demo', 'logs')}`);
    expect(seen.size).to.be.greaterThan(8);
    expect(survivors()).to.deep.equal([]);
  });

  it("without the alert's rule ends with 1 and names the alert", async function () {
    this.timeout(600_000);
    const rules = await readFile(join(root, 'alerts', 'generated', 'rules', 'desk.yml'), 'utf8');
    const renamed = join(workDir, 'desk.yml');
    await writeFile(renamed, rules.replaceAll('alert: AvailabilityBudgetBurn', 'alert: AnotherAlert'));
    expect(await rehearse(badRelease, [renamed])).to.equal(1);
    expect(output).to.include('step "AvailabilityBudgetBurn fires" did not happen');
  });

  for (const [moment, shown] of [
    ['while a release is on trial', 'gate after'],
    [
      "in the middle of the runbook's rollback",
      'clear slot blue of what an earlier run may have left (nothing was running)',
    ],
  ] as const)
    it(`ends within 5 s of Ctrl-C with 130, every child gone, ${moment}`, async function () {
      this.timeout(300_000);
      const demo = startDemo();
      if (moment.includes('runbook')) {
        await untilShown('Mitigation: rollback');
        output = '';
      }
      await untilShown(shown);
      const begun = performance.now();
      demo.kill('SIGINT');
      const [code] = await once(demo, 'exit');
      expect(performance.now() - begun).to.be.lessThan(5000);
      expect(code, output).to.equal(130);
      expect(seen.size).to.be.greaterThan(8);
      expect(survivors()).to.deep.equal([]);
      expect(existsSync(join(workDir, 'stack.env'))).to.equal(false);
    });

  it('ends with 130, every child gone, when its terminal is closed', async function () {
    this.timeout(300_000);
    const demo = startDemo();
    await untilShown('A good release goes to the patient');
    // Nobody reads what it says from here on, and the kernel tells it so.
    demo.stdout?.destroy();
    demo.stderr?.destroy();
    demo.kill('SIGHUP');
    const [code] = await once(demo, 'exit');
    expect(code, output).to.equal(130);
    expect(seen.size).to.be.greaterThan(6);
    expect(survivors()).to.deep.equal([]);
    expect(existsSync(join(workDir, 'stack.env'))).to.equal(false);
  });

  it('sweeps up what a killed demo left behind, and says so; a second one beside it is refused', async function () {
    this.timeout(300_000);
    const first = startDemo();
    await untilShown('A good release goes to the patient');
    await untilShown('Users arrive');
    const second = startDemo();
    const [refusal] = await once(second, 'exit');
    expect(refusal).to.equal(1);
    expect(output).to.match(/a demo by \S+ \(pid \d+ .*holds/);
    const left = readProcessRecords(join(workDir, 'demo'));
    first.kill('SIGKILL');
    await once(first, 'exit');
    expect(left.filter(isStillRunning).length).to.be.greaterThan(6);
    output = '';
    const third = startDemo();
    await untilShown('Stopped what an earlier run left behind: ');
    await untilShown('Everything up');
    expect(left.filter(isStillRunning).map(({ name }) => name)).to.deep.equal([]);
    // In the middle of the start: most children are not even ready yet.
    const begun = performance.now();
    third.kill('SIGINT');
    const [code] = await once(third, 'exit');
    expect(performance.now() - begun).to.be.lessThan(5000);
    expect(code, output).to.equal(130);
    expect(survivors()).to.deep.equal([]);
  });
});
