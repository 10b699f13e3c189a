/** For tests: a deployment in a terminal of its own, which goes on to watch its release. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readProgramsConfig } from '../../programs/config.ts';
import type { DeployStand } from './deploy-stand.ts';

export interface WatchedDeployment {
  readonly process: ChildProcess;
  /** Grows as it speaks. */
  output: string;
  /** With the exit code. */
  readonly exited: Promise<unknown[]>;
  /** Throws when it ends without having said that. */
  readonly says: (text: string) => Promise<void>;
}

const hurried = ['--gate-seconds', '2', '--gate-min-samples', '20'];
const pollMs = 25;

export async function startWatchedDeployment(
  stand: DeployStand,
  source: string,
  ...args: readonly string[]
): Promise<WatchedDeployment> {
  const main = join(import.meta.dirname, '..', 'main.ts');
  const child = spawn(process.execPath, [main, 'deploy', '--source', source, ...hurried, ...args], {
    env: { ...readProgramsConfig().toolEnv, ...stand.env },
  });
  const deployment: WatchedDeployment = {
    process: child,
    output: '',
    exited: once(child, 'exit'),
    says: async (text) => {
      while (!deployment.output.includes(text)) {
        if (child.exitCode !== null) throw new Error(`it never said "${text}":\n${deployment.output}`);
        await pause(pollMs);
      }
    },
  };
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      deployment.output += chunk.toString();
    });
  await once(child, 'spawn');
  return deployment;
}
