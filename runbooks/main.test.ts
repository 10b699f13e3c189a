import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { sweepLeftovers } from '../programs/leftovers.ts';
import { waitUntil } from '../programs/process-group.ts';
import { identify } from '../programs/process-identity.ts';
import { writeStackEnvironment } from '../programs/stack-env.ts';

/** Stands in for npm, so that the shipped rollback step can be walked without a stack. */
const npm = `#!/bin/sh
echo "for $SERVICE $DEPLOY_SERVICE $ENVIRONMENT"
[ "$HANGS" = yes ] || exit 0
sleep 60 &
sleeping=$!
trap 'kill $sleeping; sleep 0.3; echo taken back; exit 1' TERM
echo "pids $$ $sleeping"
wait
`;

describe('npm run runbook', () => {
  let folder: string;
  let walker: ChildProcess;
  let output: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tocsin-runbook-'));
    writeFileSync(join(folder, 'npm'), npm);
    chmodSync(join(folder, 'npm'), 0o755);
  });
  afterEach(async () => {
    walker.kill('SIGKILL');
    await sweepLeftovers(folder);
    rmSync(folder, { recursive: true, force: true });
  });

  function walk(args: readonly string[], env: Record<string, string> = {}): Promise<unknown[]> {
    output = '';
    walker = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args], {
      env: {
        PATH: `${folder}:${process.env.PATH}`,
        STACK_ENV_FILE: join(folder, 'stack.env'),
        DEPLOY_RUN_DIR: folder,
        ...env,
      },
    });
    for (const stream of [walker.stdout, walker.stderr])
      stream?.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
    return once(walker, 'close');
  }
  const rollback = ['AvailabilityBudgetBurn', '--step', 'rollback', '--yes'];
  const records = (): string[] => readdirSync(join(folder, 'processes'));
  /** Walks a rollback that hangs, up to where it hangs; gives the pids of its shell and of what that started. */
  async function walkUntilHanging(): Promise<{ ended: Promise<unknown[]>; pids: number[] }> {
    const ended = walk(rollback, { HANGS: 'yes' });
    expect(await waitUntil(() => /^pids \d+ \d+$/m.test(output), 10_000), output).to.equal(true);
    return { ended, pids: /^pids (\d+) (\d+)$/m.exec(output)?.slice(1).map(Number) ?? [] };
  }

  for (const [signal, exitCode] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)
    it(`by ${signal} lets the step take back what it began, and leaves nothing of it`, async () => {
      const { ended, pids } = await walkUntilHanging();
      expect(records()).to.have.lengthOf(1);
      walker.kill(signal);
      expect((await ended)[0], output).to.equal(exitCode);
      expect(output).to.include('taken back').and.include(`stopped at "rollback": interrupted by ${signal}`);
      expect(await waitUntil(() => !pids.some(isAlive), 1_000)).to.equal(true);
      expect(records()).to.deep.equal([]);
    });

  it('killed with -9 leaves a step on record, which the sweep of its run ends', async () => {
    const { ended, pids } = await walkUntilHanging();
    walker.kill('SIGKILL');
    await ended;
    expect(pids.map(isAlive)).to.deep.equal([true, true]);
    expect((await sweepLeftovers(folder)).map(({ name }) => name.replace(/\d+/, 'N'))).to.deep.equal([
      'runbook-rollback-N',
    ]);
    expect(await waitUntil(() => !pids.some(isAlive), 5_000)).to.equal(true);
  });

  it('is about what the running stack is, unless told otherwise', async () => {
    expect((await walk(rollback))[0], output).to.equal(0);
    expect(output).to.include('for desk desk production');
    await writeStackEnvironment(
      { DEPLOY_SERVICE: 'shop', ENVIRONMENT: 'staging' },
      join(folder, 'stack.env'),
    );
    expect((await walk(rollback))[0], output).to.equal(0);
    expect(output).to.include('for shop shop staging');
    const told = [...rollback, '--service', 'till', '--environment', 'development'];
    expect((await walk(told))[0], output).to.equal(0);
    expect(output).to.include('for till till development');
  });

  it('ends with 2 on what it does not understand, and with 1 on what goes wrong', async () => {
    expect((await walk([...rollback, '--bogus']))[0]).to.equal(2);
    expect((await walk(['AvailabilityBudgetBurn', '--step', 'no-such-step']))[0]).to.equal(1);
    expect(output).to.include('has no step "no-such-step"');
  });
});

/** A zombie does not count: in a container without an init nobody may ever collect it. */
function isAlive(pid: number): boolean {
  return identify(pid).startTicks !== null;
}
