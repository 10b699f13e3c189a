import { tmpdir } from 'node:os';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { signalGroup, waitUntil } from '../programs/process-group.ts';
import type { Step } from './runbook.ts';
import { runStep, type StepOptions } from './runbook-step.ts';

const options: StepOptions = { cwd: tmpdir(), env: { PATH: process.env.PATH } };

function step(command: string, timeoutMs = 5_000): Step {
  return { name: 'step', section: 'Mitigation', risk: 'none', command, timeoutMs };
}

describe('runStep', () => {
  it('lets a step that takes too long take back what it began', async () => {
    const { fault, output } = await runStep(
      step(`trap 'echo taken back; exit 1' TERM; sleep 60 & wait`, 300),
      options,
    );
    expect(fault).to.equal('not done within 0.3 s');
    expect(output).to.include('taken back');
  });

  it('ends a step that does not listen by force, with all that it started', async () => {
    const began = performance.now();
    const { fault, output } = await runStep(step(`trap '' TERM; echo "group $$"; sleep 60 & sleep 60`, 300), {
      ...options,
      graceMs: 300,
    });
    expect(fault).to.equal('not done within 0.3 s');
    expect(performance.now() - began).to.be.lessThan(3_000);
    const group = Number(/group (\d+)/.exec(output)?.[1]);
    expect(await waitUntil(() => !signalGroup(group, 0), 5_000)).to.equal(true);
  });

  it('does not wait for the output of what has left its group', async () => {
    const began = performance.now();
    await runStep(step('setsid sleep 5 & sleep 60', 300), { ...options, graceMs: 300 });
    expect(performance.now() - began).to.be.lessThan(4_500);
  });

  it('is ended when the walk is aborted, with the reason', async () => {
    const signal = AbortSignal.abort(new Error('interrupted by SIGINT'));
    expect((await runStep(step('sleep 60'), { ...options, signal })).fault).to.equal('interrupted by SIGINT');
  });

  it('runs although it cannot be recorded, and says so', async () => {
    let said = '';
    const onOutput = (text: string): void => {
      said += text;
    };
    const { exitCode } = await runStep(step('echo remedy'), { ...options, runDir: '/dev/null', onOutput });
    expect(exitCode).to.equal(0);
    expect(said).to.match(/not recorded: cannot write [\s\S]*remedy/);
  });
});
