import { join } from 'node:path';
import { startChild } from '../child.ts';
import { requireProgram } from '../find.ts';
import { freePort } from '../ports.ts';
import { makeWorkFolder } from '../work-folder.ts';
import { answersOk, type Server, serverOf } from './server.ts';

/** What is asked of it, and no more: all of its collectors make a thousand series. The same in containers. */
export const nodeExporterFlags = [
  '--collector.disable-defaults',
  ...['cpu', 'diskstats', 'filesystem', 'loadavg', 'meminfo', 'stat', 'uname', 'vmstat'].map(
    (collector) => `--collector.${collector}`,
  ),
] as const;

/** The exporter of this machine's CPU, memory and disks, on loopback; `url` has `/metrics`. */
export async function startNodeExporter(options: {
  readonly runDir: string;
  readonly port?: number;
  /** Gives up while it starts. */
  readonly signal?: AbortSignal | undefined;
}): Promise<Server> {
  const { runDir } = options;
  const program = await requireProgram('node-exporter', { signal: options.signal });
  const port = options.port ?? (await freePort());
  const dataDir = join(runDir, 'data', 'node-exporter');
  makeWorkFolder(dataDir);
  const url = `http://127.0.0.1:${port}`;
  const child = await startChild({
    name: 'node-exporter',
    command: program.path,
    args: [`--web.listen-address=127.0.0.1:${port}`, ...nodeExporterFlags],
    // Collects garbage sooner, not less: a whole stack shares one laptop.
    env: { ...program.env, GOMEMLIMIT: '32MiB' },
    cwd: dataDir,
    runDir,
    signal: options.signal,
    ready: () => answersOk(`${url}/`),
  });
  return serverOf(child, url);
}
