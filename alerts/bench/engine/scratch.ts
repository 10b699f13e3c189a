/** A folder and servers that are gone when a benchmark ends, whichever way it ends. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPrometheus } from '../../../programs/servers/prometheus.ts';
import type { Server } from '../../../programs/servers/server.ts';

/** Longer than the longest budget window and the margin before it. */
const retention = '100d';

export interface Scratch {
  readonly runDir: string;
  /** A Prometheus on `<runDir>/data/prometheus` that scrapes nothing and evaluates nothing. */
  serve(): Promise<Server>;
}

/** Runs the work in a folder of its own; on Ctrl-C too, the server is stopped and the folder removed. */
export async function inScratch<T>(name: string, work: (scratch: Scratch) => Promise<T>): Promise<T> {
  const runDir = await mkdtemp(join(tmpdir(), `tocsin-${name}-`));
  const interrupt = new AbortController();
  const interrupted = new Promise<never>((_resolve, reject) => {
    interrupt.signal.addEventListener('abort', () => reject(interrupt.signal.reason), { once: true });
  });
  const onSignal = (signal: NodeJS.Signals): void => interrupt.abort(new Error(`interrupted by ${signal}`));
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.once(signal, onSignal);
  const servers: Server[] = [];
  const serve = async (): Promise<Server> => {
    const server = await startPrometheus({
      runDir,
      configText: 'global: {}\n',
      retention,
      signal: interrupt.signal,
    });
    servers.push(server);
    return server;
  };
  try {
    return await Promise.race([work({ runDir, serve }), interrupted]);
  } finally {
    for (const signal of signals) process.off(signal, onSignal);
    await Promise.all(servers.map((server) => server.stop()));
    await rm(runDir, { recursive: true, force: true, maxRetries: 3 });
  }
}
