import { join } from 'node:path';
import { startChild } from '../child.ts';
import { requireProgram } from '../find.ts';
import { freePort } from '../ports.ts';
import { makeWorkFolder, writeWorkFile } from '../work-folder.ts';
import { answersOk, type Server, serverOf } from './server.ts';

export interface AlertmanagerOptions {
  readonly runDir: string;
  /** A whole alertmanager.yml; relative paths in it start at `<runDir>/config`. */
  readonly configText: string;
  readonly port?: number;
  /** Gives up while it starts. */
  readonly signal?: AbortSignal | undefined;
}

export async function startAlertmanager(options: AlertmanagerOptions): Promise<Server> {
  const { runDir, configText } = options;
  const program = await requireProgram('alertmanager', { signal: options.signal });
  const port = options.port ?? (await freePort());
  const configPath = join(runDir, 'config', 'alertmanager.yml');
  // It may hold a receiver's address with a token in it.
  writeWorkFile(configPath, configText, 0o600);
  const dataDir = join(runDir, 'data', 'alertmanager');
  makeWorkFolder(dataDir);
  const url = `http://127.0.0.1:${port}`;
  const child = await startChild({
    name: 'alertmanager',
    command: program.path,
    args: [
      `--config.file=${configPath}`,
      `--storage.path=${dataDir}`,
      `--web.listen-address=127.0.0.1:${port}`,
      // No cluster: otherwise it listens on every interface for its peers, and waits for them.
      '--cluster.listen-address=',
    ],
    env: program.env,
    cwd: program.cwd ?? dataDir,
    runDir,
    signal: options.signal,
    ready: () => answersOk(`${url}/-/ready`),
  });
  return serverOf(child, url);
}
