/** No tests of its own: the desk as the process that production runs, telemetry preload included. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { after } from 'mocha';
import { until } from './until.test.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const started: ChildProcess[] = [];

export interface DeskProcess {
  readonly child: ChildProcess;
  output(): string;
  /** Resolves to the port once it listens; rejects with its output when it ends instead. */
  port(): Promise<number>;
  exited(): Promise<number | null>;
}

export function spawnDesk(env: Readonly<Record<string, string>>, entry = 'service/main.ts'): DeskProcess {
  const child = spawn(process.execPath, ['--import', './service/telemetry/start.ts', entry], {
    cwd: root,
    env: { PATH: process.env.PATH, PORT: '0', ...env },
  });
  started.push(child);
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const findPort = () => /"message":"listening","port":(\d+)/.exec(output)?.[1];
  return {
    child,
    output: () => output,
    port: async () => {
      await until(
        'the desk listens',
        async () => findPort() !== undefined || child.exitCode !== null,
        15_000,
      );
      const port = findPort();
      if (port === undefined) throw new Error(`the desk ended instead of listening: ${output}`);
      return Number(port);
    },
    exited: async () => {
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      return child.exitCode;
    },
  };
}

after(() => {
  for (const child of started) child.kill('SIGKILL');
});
