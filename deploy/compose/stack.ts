/** Brings the stack of containers up and takes it down: database, proxy and Prometheus; the slots are the engine's. */
import { chmod, chown, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../../programs/run.ts';
import { containersFile, removeStackEnvironment, writeStackEnvironment } from '../../programs/stack-env.ts';
import type { DeployConfig } from '../config.ts';
import { type Owner, stackDown, stackUp } from './commands.ts';
import { askDocker } from './docker.ts';
import { prometheusUrlIn, proxyFiles } from './places.ts';

const upTimeoutMs = 300_000;
/** Of the proxy's image (user haproxy), for whoever deploys as root. */
const proxyUser: Owner = { uid: 99, gid: 99 };

/** Does nothing where it is up already, but for noting where it is, so that the other commands find it. */
export async function bringUp(config: DeployConfig, signal: AbortSignal): Promise<void> {
  const owner = ownerOf(process.getuid?.(), process.getgid?.());
  const proxyDir = join(config.runDir, proxyFiles.folder);
  await mkdir(proxyDir, { recursive: true });
  await chmod(proxyDir, 0o700);
  if (process.getuid?.() === 0) await chown(proxyDir, owner.uid, owner.gid);
  if (config.targetsDir !== undefined) await mkdir(config.targetsDir, { recursive: true });
  const isPrometheusOurs = config.prometheusUrl === prometheusUrlIn(config.subnet);
  await askDocker(stackUp(config, owner, isPrometheusOurs), { signal, timeoutMs: upTimeoutMs });
  await writeStackEnvironment(addressesOf(config), containersFile(config.root));
}

export async function takeDown(config: DeployConfig, hasVolumes: boolean): Promise<void> {
  await askDocker(stackDown(config, hasVolumes), { timeoutMs: upTimeoutMs });
  await removeStackEnvironment(containersFile(config.root));
}

/** As config.ts reads them; nothing secret is among them. */
function addressesOf(config: DeployConfig): Record<string, string> {
  const { target, service, environment, subnet, project, prometheusUrl, deskUrl, targetsDir } = config;
  return {
    DEPLOY_TARGET: target,
    DEPLOY_SERVICE: service,
    ENVIRONMENT: environment,
    DEPLOY_SUBNET: subnet,
    COMPOSE_PROJECT_NAME: project,
    HAPROXY_FRONT: new URL(config.frontUrl).host,
    ...(prometheusUrl === undefined ? {} : { PROMETHEUS_URL: prometheusUrl }),
    ...(targetsDir === undefined ? {} : { TARGETS_DIR: targetsDir }),
    ...(deskUrl === undefined ? {} : { DESK_URL: deskUrl }),
  };
}

/** One sentence when there is no Docker that answers; undefined when there is. */
export async function whyNoDocker(): Promise<string | undefined> {
  try {
    const { exitCode, stderr } = await runCommand('docker', ['version', '--format', '{{.Server.Version}}']);
    return exitCode === 0 ? undefined : `Docker does not answer: ${lastLine(stderr)}`;
  } catch (error) {
    return `Docker is not here: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Without its full stop or question mark: it becomes part of a sentence. */
function lastLine(text: string): string {
  return (text.trim().split('\n').at(-1) ?? '').replace(/[.?!]+$/, '');
}

function ownerOf(uid: number | undefined, gid: number | undefined): Owner {
  if (uid === undefined || gid === undefined)
    throw new Error(
      'the stack of containers needs a Linux machine: the proxy is told what to do over a Unix socket. On Windows run this inside WSL 2.',
    );
  return uid === 0 ? proxyUser : { uid, gid };
}
