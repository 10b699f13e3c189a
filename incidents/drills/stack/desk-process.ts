/** The production desk as a child process. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Child, startChild } from '../../../programs/child.ts';
import { runOrThrow } from '../../../programs/run.ts';
import { answersOk } from '../../../programs/servers/server.ts';
import { localUrl } from './addresses.ts';

export async function migrateDatabase(root: string, databaseUrl: string): Promise<void> {
  await runOrThrow(process.execPath, ['service/migrate.ts'], {
    cwd: root,
    env: { DATABASE_URL: databaseUrl },
  });
}

/** Starts it, waits until it is ready, and shows it to Prometheus. */
export async function startDesk(setting: {
  readonly root: string;
  readonly runDir: string;
  readonly targetsDir: string;
  readonly port: number;
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}): Promise<Child> {
  const { root, runDir, targetsDir, port, env, signal } = setting;
  const release = 'checkout';
  const child = await startChild({
    name: 'desk',
    runDir,
    signal,
    cwd: root,
    command: process.execPath,
    args: ['--import', './service/telemetry/start.ts', 'service/main.ts'],
    env: { ...env, PORT: String(port), RELEASE: release },
    ready: () => answersOk(`${localUrl(port)}/health/ready`),
  });
  const target = {
    targets: [`127.0.0.1:${port}`],
    labels: { service: 'desk', environment: env.ENVIRONMENT, release },
  };
  await writeFile(join(targetsDir, 'desk-production.json'), JSON.stringify([target]));
  return child;
}
