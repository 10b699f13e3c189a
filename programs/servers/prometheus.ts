import { join } from 'node:path';
import { startChild } from '../child.ts';
import { requireProgram } from '../find.ts';
import { freePort } from '../ports.ts';
import { makeWorkFolder, writeWorkFile } from '../work-folder.ts';
import { answersOk, type Server, serverOf } from './server.ts';

export interface PrometheusOptions {
  readonly runDir: string;
  /** A whole prometheus.yml; relative paths in it start at `<runDir>/config`. */
  readonly configText: string;
  readonly port?: number;
  /** Gives up while it starts. */
  readonly signal?: AbortSignal | undefined;
  readonly retention?: string;
}

export async function startPrometheus(options: PrometheusOptions): Promise<Server> {
  const { runDir, configText, retention = '7d' } = options;
  const program = await requireProgram('prometheus', { signal: options.signal });
  const port = options.port ?? (await freePort());
  const configPath = join(runDir, 'config', 'prometheus.yml');
  writeWorkFile(configPath, configText);
  const dataDir = join(runDir, 'data', 'prometheus');
  makeWorkFolder(dataDir);
  const url = `http://127.0.0.1:${port}`;
  const child = await startChild({
    name: 'prometheus',
    command: program.path,
    args: [
      `--config.file=${configPath}`,
      `--storage.tsdb.path=${dataDir}`,
      `--storage.tsdb.retention.time=${retention}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--web.enable-lifecycle',
      // Without it every exemplar is dropped, and with it the way from a panel to a trace.
      '--enable-feature=exemplar-storage',
    ],
    env: program.env,
    cwd: program.cwd ?? dataDir,
    runDir,
    signal: options.signal,
    ready: () => answersOk(`${url}/-/ready`),
  });
  return serverOf(child, url);
}
