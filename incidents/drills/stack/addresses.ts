/** Where everything of a native stack listens; chosen before anything starts, because the parts name each other. */
import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../programs/ports.ts';

export interface StackAddresses {
  readonly deskPort: number;
  readonly prometheusPort: number;
  readonly alertmanagerPort: number;
  readonly grafanaPort: number;
  /** What users of the patient talk to. */
  readonly frontPort: number;
  readonly proxyMetricsPort: number;
  readonly proxySocket: string;
}

export async function chooseAddresses(runDir: string): Promise<StackAddresses> {
  return {
    deskPort: await freePort(),
    prometheusPort: await freePort(),
    alertmanagerPort: await freePort(),
    grafanaPort: await freePort(),
    frontPort: await freePort(),
    proxyMetricsPort: await freePort(),
    proxySocket: join(makeSocketDir(runDir), 'haproxy.sock'),
  };
}

/**
 * A Unix socket's path has 107 characters at most, which a clone in a deep folder exceeds. The name follows from the
 * run folder, so that the next run uses the same one again. Throws when it is not this user's alone: whoever can open the
 * socket rules the proxy.
 */
function makeSocketDir(runDir: string): string {
  const dir = socketDir(runDir);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const { uid, mode } = lstatSync(dir);
  const isOurs = process.getuid === undefined || (uid === process.getuid() && (mode & 0o077) === 0);
  if (!isOurs)
    throw new Error(
      `${dir} belongs to somebody else or is open to others; remove it, the proxy's socket goes there.`,
    );
  return dir;
}

export function removeSocketDir(runDir: string): void {
  rmSync(socketDir(runDir), { recursive: true, force: true });
}

function socketDir(runDir: string): string {
  return join(tmpdir(), `tocsin-${createHash('sha256').update(runDir).digest('hex').slice(0, 12)}`);
}

export function localUrl(port: number): string {
  return `http://127.0.0.1:${port}`;
}
