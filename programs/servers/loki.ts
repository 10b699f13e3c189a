import { join } from 'node:path';
import { startChild } from '../child.ts';
import { requireProgram } from '../find.ts';
import { freePort } from '../ports.ts';
import { makeWorkFolder } from '../work-folder.ts';
import { sharedConfig } from './repository.ts';
import { answersOk, type Server, serverOf } from './server.ts';

/** Loki with the configuration of the containers; logs go to `<url>/otlp/v1/logs`. */
export async function startLoki(options: {
  readonly runDir: string;
  readonly port?: number;
  /** Gives up while it starts. */
  readonly signal?: AbortSignal | undefined;
}): Promise<Server> {
  const { runDir } = options;
  const program = await requireProgram('loki', { signal: options.signal });
  const port = options.port ?? (await freePort());
  const dataDir = join(runDir, 'data', 'loki');
  makeWorkFolder(dataDir);
  const url = `http://127.0.0.1:${port}`;
  const child = await startChild({
    name: 'loki',
    command: program.path,
    args: [`-config.file=${sharedConfig('loki.yml')}`, '-config.expand-env=true'],
    env: {
      ...program.env,
      // Collects garbage sooner, not less: a whole stack shares one laptop.
      GOMEMLIMIT: '128MiB',
      LOKI_LISTEN_ADDRESS: '127.0.0.1',
      LOKI_HTTP_PORT: String(port),
      LOKI_GRPC_PORT: String(await freePort()),
      LOKI_DATA_DIR: dataDir,
    },
    cwd: dataDir,
    runDir,
    signal: options.signal,
    // 0.5 s here; a version that settles its ring first takes 15 s.
    readyTimeoutMs: 40_000,
    ready: () => answersOk(`${url}/ready`),
  });
  return serverOf(child, url);
}
