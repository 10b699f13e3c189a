import { existsSync } from 'node:fs';
import { startChild } from '../child.ts';
import { requireProgram } from '../find.ts';
import { answersOk, type Server, serverOf } from './server.ts';

export interface HaproxyOptions {
  readonly runDir: string;
  readonly configPath: string;
  /** What the configuration reads: HAPROXY_FRONT and HAPROXY_METRICS (host:port), HAPROXY_SOCKET (a path), ... */
  readonly env: Readonly<Record<string, string>>;
  /** Gives up while it starts. */
  readonly signal?: AbortSignal | undefined;
}

// sun_path holds 108 bytes, and HAProxy appends a suffix of its own while it binds.
const longestSocketPath = 90;

/** HAProxy in the foreground; `url` is its front. Ready when its health page and its runtime API are there. */
export async function startHaproxy(options: HaproxyOptions): Promise<Server> {
  const { runDir, configPath, env } = options;
  const { HAPROXY_FRONT: front, HAPROXY_METRICS: metrics, HAPROXY_SOCKET: socket } = env;
  if (front === undefined || metrics === undefined || socket === undefined) {
    throw new Error('haproxy needs HAPROXY_FRONT, HAPROXY_METRICS and HAPROXY_SOCKET in its environment');
  }
  if (Buffer.byteLength(socket) > longestSocketPath) {
    throw new Error(
      `haproxy cannot use a socket path of ${Buffer.byteLength(socket)} bytes (${socket}), ${longestSocketPath} at most: choose a shorter folder, such as one below /tmp`,
    );
  }
  const program = await requireProgram('haproxy', { signal: options.signal });
  const child = await startChild({
    name: 'haproxy',
    command: program.path,
    args: ['-db', '-f', configPath],
    env: { ...program.env, ...env },
    runDir,
    signal: options.signal,
    ready: async () => existsSync(socket) && (await answersOk(`http://${metrics}/health`)),
  });
  return serverOf(child, `http://${front}`);
}
