import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { stringify } from 'yaml';
import { requireProgram, runProgram } from '../../programs/find.ts';
import type { RunResult } from '../../programs/run.ts';
import { monitoring } from '../catalog/monitoring.ts';
import type { RuleGroup } from '../rule.ts';
import { ruleGroupsOf } from '../rules.ts';
import type { ServiceDefinition } from '../service-definition.ts';
import { symptomTestsOf } from './symptom-tests.ts';
import { everySignal, placelessSignals } from './testing/every-signal.ts';

describe('the promtool tests of symptoms', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tocsin-symptoms-'));
  });
  after(() => rm(folder, { recursive: true }));

  async function promtool(args: string[]): Promise<RunResult> {
    return runProgram(await requireProgram('promtool'), args, { timeoutMs: 580_000 });
  }

  async function run(service: ServiceDefinition, groups: readonly RuleGroup[]): Promise<RunResult> {
    const rules = `${service.name}.yml`;
    await writeFile(join(folder, rules), render({ groups }));
    const files = await Promise.all(
      [...symptomTestsOf(service, rules)].map(async ([name, tests]) => {
        const file = join(folder, `${service.name}.${name}.test.yml`);
        await writeFile(file, render(tests));
        return file;
      }),
    );
    const checked = await promtool(['check', 'rules', join(folder, rules)]);
    expect(checked.exitCode, `${checked.stdout}${checked.stderr}`).to.equal(0);
    return promtool(['test', 'rules', ...files]);
  }

  for (const service of [everySignal, placelessSignals, monitoring])
    it(`${service.name}: each alert fires over its threshold, after its hold, and ends; below it and without data it is silent`, async function () {
      this.timeout(600_000);
      const { exitCode, stdout, stderr } = await run(service, ruleGroupsOf(service));
      expect(exitCode, `${stdout}${stderr}`).to.equal(0);
    });

  it('notice a figure that is another one than declared', async function () {
    this.timeout(120_000);
    const signals = (everySignal.signals ?? []).filter(({ kind }) => kind === 'replication');
    const service = { ...everySignal, objectives: [], signals };
    const patient = {
      ...service,
      symptoms: { ReplicationLag: { warning: { hold: '5m', reason: 'x' } } },
    } as const;
    const lax = {
      ...service,
      symptoms: { ReplicationLag: { warning: { thresholdSeconds: 11, reason: 'x' } } },
    } as const;
    for (const other of [patient, lax]) {
      const { exitCode, stdout, stderr } = await run(service, ruleGroupsOf(other));
      expect(exitCode, `${stdout}${stderr}`).to.equal(1);
      expect(`${stdout}${stderr}`).to.include('ReplicationLag');
    }
  });

  it('notice a counter that the rule leaves out', async function () {
    this.timeout(120_000);
    const signals = (placelessSignals.signals ?? []).filter((signal) => signal.kind === 'log-pipeline');
    const [first, ...lost] = signals.flatMap((signal) => signal.lost);
    const service = { ...placelessSignals, signals };
    for (const left of [lost.slice(1), lost.slice(0, -1)]) {
      const fewer = signals.map((signal) => ({
        ...signal,
        lost: [first ?? signal.lost[0], ...left] as const,
      }));
      const { exitCode } = await run(service, ruleGroupsOf({ ...service, signals: fewer }));
      expect(exitCode).to.equal(1);
    }
  });
});

function render(document: object): string {
  return stringify(document, { lineWidth: 0, aliasDuplicateObjects: false });
}
