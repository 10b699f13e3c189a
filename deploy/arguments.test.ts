import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { runCommand } from '../programs/run.ts';
import { parseCommand } from './arguments.ts';

const main = join(import.meta.dirname, 'main.ts');

describe('command line of the deploy engine', () => {
  it('takes the options of each verb', () => {
    expect(
      parseCommand(['rollback', '--to', 'x', '--reason', 'why', '--no-wait', '--dry-run']),
    ).to.deep.equal({
      verb: 'rollback',
      options: { to: 'x', reason: 'why', isUnproven: true, isDryRun: true },
    });
    expect(parseCommand(['status', '--json'])).to.deep.equal({ verb: 'status', isJson: true });
    expect(parseCommand(['resume', '--reason', 'why'])).to.deep.equal({
      verb: 'resume',
      options: { reason: 'why', isDryRun: false },
    });
  });

  it('takes another verb behind npm run deploy, and a deployment with its options all the same', () => {
    for (const verb of ['status', 'history', 'audit'] as const)
      expect(parseCommand(['deploy', verb, '--json'])).to.deep.equal({ verb, isJson: true });
    expect(parseCommand(['deploy', 'resume'])).to.include({ verb: 'resume' });
    expect(parseCommand(['deploy', '--tag', 'status'])).to.include({ verb: 'deploy' });
    expect(() => parseCommand(['deploy', 'everything'])).to.throw('everything');
  });

  it('ends with 2 and a sentence on what it does not understand', async () => {
    for (const [args, sentence] of [
      [['fly'], 'there is no verb "fly"'],
      [['deploy', '--gate-seconds', '-5'], '--gate-seconds'],
      [['deploy', '--gate-seconds', 'soon'], 'wants a whole number'],
      [['rollback', 'yesterday'], 'yesterday'],
    ] as const) {
      const { exitCode, stderr } = await runCommand(process.execPath, [main, ...args]);
      expect(exitCode, stderr).to.equal(2);
      expect(stderr).to.include(sentence).and.include('--help');
    }
  });

  it('explains itself without an environment', async () => {
    const { exitCode, stdout } = await runCommand(process.execPath, [main, '--help']);
    expect(exitCode).to.equal(0);
    expect(stdout).to.include('Example: ').and.include('HAPROXY_SOCKET');
  });

  it('ends with 1 and the missing variables when it does not know where to', async () => {
    const env = { STACK_ENV_FILE: '/nowhere', HAPROXY_SOCKET: '', HAPROXY_FRONT: '' };
    const { exitCode, stderr } = await runCommand(process.execPath, [main, 'status'], { env });
    expect(exitCode).to.equal(1);
    expect(stderr).to.include('HAPROXY_SOCKET is not set');
  });
});
