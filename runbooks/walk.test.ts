import { tmpdir } from 'node:os';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { Step } from './runbook.ts';
import type { StepResult } from './runbook-step.ts';
import { type WalkOutcome, walkRunbook } from './walk.ts';

function step(name: string, command: string, more: Partial<Step> = {}): Step {
  return { name, command, section: 'Diagnosis', risk: 'none', timeoutMs: 5000, ...more };
}

async function walk(
  steps: Step[],
  answer = true,
): Promise<{ outcome: WalkOutcome; results: Map<string, StepResult>; printed: string }> {
  const results = new Map<string, StepResult>();
  let printed = '';
  const outcome = await walkRunbook({
    steps,
    cwd: tmpdir(),
    env: { PATH: process.env.PATH, WHO: 'desk' },
    confirm: async () => answer,
    record: async ({ name }, result) => void results.set(name, result),
    print: (text) => {
      printed += text;
    },
  });
  return { outcome, results, printed };
}

describe('walkRunbook', () => {
  it('runs each step in a real shell, shows its output and records it', async () => {
    const { outcome, results, printed } = await walk([step('who', 'echo "I am $WHO"')]);
    expect(outcome).to.equal('done');
    expect(printed).to.include('I am desk');
    expect(results.get('who')).to.include({ exitCode: 0, output: 'I am desk\n' });
  });

  it('ends at the first step that fails, and records that step too', async () => {
    const section = 'Verification';
    const { outcome, results } = await walk([
      step('fails', 'echo no; exit 3', { section }),
      step('never', 'true', { section }),
    ]);
    expect(outcome).to.deep.equal({ stoppedAt: 'fails', reason: 'exit code 3' });
    expect([...results.keys()]).to.deep.equal(['fails']);
  });

  it('goes on to the remedy where a question of the diagnosis has no answer, and names it at the end', async () => {
    const { outcome, results, printed } = await walk([
      step('routes', 'echo no metrics here; exit 1'),
      step('remedy', 'echo back', { section: 'Mitigation', risk: 'traffic' }),
    ]);
    expect(outcome).to.deep.equal({ unanswered: ['routes'] });
    expect(results.get('routes')?.fault).to.equal('exit code 1');
    expect(results.get('remedy')?.output).to.equal('back\n');
    expect(printed).to.include('routes has no answer (exit code 1); the walk goes on without it.');
  });

  it('does not believe exit code 0 when the output is not what was expected', async () => {
    const { outcome } = await walk([
      step('check', 'echo nearly', { expect: /^met$/m, section: 'Verification' }),
    ]);
    expect(outcome).to.deep.equal({ stoppedAt: 'check', reason: 'output does not match /^met$/m' });
  });

  it('ends a step that takes too long, and what it started', async () => {
    const { outcome } = await walk([
      step('hangs', 'sleep 60 | cat', { timeoutMs: 200, section: 'Verification' }),
    ]);
    expect(outcome).to.deep.equal({ stoppedAt: 'hangs', reason: 'not done within 0.2 s' });
  });

  it('does not run a risky step that nobody confirmed', async () => {
    const { outcome, results } = await walk([step('cut', 'true', { risk: 'traffic' })], false);
    expect(outcome).to.deep.equal({ stoppedAt: 'cut', reason: 'not confirmed' });
    expect(results.size).to.equal(0);
  });
});
