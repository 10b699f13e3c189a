/** Docker's commands as data, with what the compose file wants to know. Nothing runs here. */
import { join } from 'node:path';
import type { DeployConfig } from '../config.ts';
import { type Slot, slots } from '../proxy/slot.ts';
import { addressIn, proxyFiles } from './places.ts';

export interface DockerCommand {
  readonly args: readonly string[];
  /** Fills in the compose file; no secret is among it. */
  readonly env: Readonly<Record<string, string>>;
}

export interface ReleaseInSlot {
  /** By its digest: a tag may have been moved since. */
  readonly image: string;
  readonly environmentFile: string;
}

/** Of who deploys, so that the proxy's socket is theirs and nobody else's. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

type Stack = Pick<DeployConfig, 'project' | 'subnet' | 'runDir' | 'targetsDir' | 'frontUrl' | 'service'>;

const file = join(import.meta.dirname, '..', 'docker-compose.yml');
const nobodyYet: ReleaseInSlot = { image: 'none', environmentFile: '/dev/null' };
const releaseLabel = 'tocsin.release';
const projectLabel = 'tocsin.project';
/** It removes itself, also when nobody waits for it any more. */
const once = ['--rm', '--no-deps', '--no-TTY'];

export function stackUp(stack: Stack, owner: Owner, isPrometheusOurs: boolean): DockerCommand {
  const services = ['postgres', 'proxy', ...(isPrometheusOurs ? ['prometheus'] : [])];
  return compose(stack, ['up', '--detach', '--wait', ...services], nobodyYet, owner);
}

/** Everything of the stack, the slots too; with the volumes also every row. */
export function stackDown(stack: Stack, hasVolumes: boolean): DockerCommand {
  return compose(stack, ['--profile', '*', 'down', ...(hasVolumes ? ['--volumes'] : [])]);
}

export function startSlot(stack: Stack, slot: Slot, release: ReleaseInSlot): DockerCommand {
  return compose(stack, ['up', '--detach', '--no-deps', '--no-build', '--force-recreate', slot], release);
}

/** SIGTERM, the time of grace of the compose file, SIGKILL; then the container goes, and the slot's name is free. */
export function stopSlot(stack: Stack, slot: Slot): DockerCommand {
  return compose(stack, ['rm', '--stop', '--force', slot]);
}

export function inspectSlot(stack: Stack, slot: Slot): DockerCommand {
  return docker(['container', 'inspect', '--format', '{{json .}}', containerOf(stack, slot)]);
}

export function lastWordsOfSlot(stack: Stack, slot: Slot): DockerCommand {
  return docker(['container', 'logs', '--tail', '12', containerOf(stack, slot)]);
}

/** Under a name by which one that was cut off is found; there is never a second one. */
export function runMigration(stack: Stack, image: string): DockerCommand {
  const options = [...once, '--name', migrationOf(stack)];
  return compose(stack, ['run', ...options, 'migrate'], { ...nobodyYet, image });
}

/** Under a name that Docker makes up, so that nobody is in the way of another, and least of all of the migration. */
export function askInNewContainer(stack: Stack, image: string, args: readonly string[]): DockerCommand {
  return compose(stack, ['run', ...once, 'migrate', ...args], { ...nobodyYet, image });
}

/** The same in a container of that release which runs already: it answers sooner than a new one is made. */
export function askInSlot(stack: Stack, slot: Slot, args: readonly string[]): DockerCommand {
  const program = ['node', '--env-file=/run/secrets/desk.env', 'service/migrate.ts'];
  return docker(['container', 'exec', containerOf(stack, slot), ...program, ...args]);
}

/** Asked in the database's own container; prints the bare values. */
export function askDatabase(stack: Stack, sql: string): DockerCommand {
  const psql = ['psql', '--username', 'desk', '--dbname', 'desk', '--no-align', '--tuples-only'];
  return compose(stack, ['exec', '--no-TTY', 'postgres', ...psql, '--command', sql]);
}

/** What a command that was killed left running. */
export function endMigration(stack: Stack): DockerCommand {
  return docker(['container', 'rm', '--force', migrationOf(stack)]);
}

/** Prints the image's digest. The packages are those that the manifest names; nothing is got from a registry. */
export function buildImage(
  stack: Stack,
  made: {
    readonly release: string;
    readonly contentHash: string;
    readonly dockerfile: string;
    readonly folder: string;
    readonly dependencies: string;
  },
): DockerCommand {
  const { release, contentHash, dockerfile, folder, dependencies } = made;
  const labels = [
    [releaseLabel, release],
    [projectLabel, stack.project],
    ['tocsin.content-hash', contentHash],
  ].flatMap(([name, value]) => ['--label', `${name}=${value}`]);
  return docker([
    ...['build', '--quiet', '--provenance=false', '--file', dockerfile, '--tag', imageOf(stack, release)],
    ...['--build-context', `packages=${dependencies}`, ...labels, folder],
  ]);
}

/** Prints the releases that there are images of, one a line. */
export function listImages(stack: Stack): DockerCommand {
  const label = `label=${projectLabel}=${stack.project}`;
  return docker(['image', 'ls', '--filter', label, '--format', '{{.Tag}}']);
}

export function removeImages(stack: Stack, releases: readonly string[]): DockerCommand {
  return docker(['image', 'rm', ...releases.map((release) => imageOf(stack, release))]);
}

export function imageOf({ service }: Stack, release: string): string {
  return `tocsin-${service}:${release}`;
}

export function containerOf({ project }: Stack, slot: Slot): string {
  return `${project}-${slot}-1`;
}

function migrationOf({ project }: Stack): string {
  return `${project}-migrate`;
}

function docker(args: readonly string[]): DockerCommand {
  return { args, env: {} };
}

function compose(
  stack: Stack,
  args: readonly string[],
  { image, environmentFile }: ReleaseInSlot = nobodyYet,
  owner?: Owner,
): DockerCommand {
  const { project, subnet, runDir, targetsDir, frontUrl } = stack;
  const addresses = ['proxy', 'prometheus', ...slots] as const;
  return {
    args: ['compose', '--project-name', project, '--file', file, ...args],
    env: {
      ...Object.fromEntries(
        addresses.map((name) => [`${name.toUpperCase()}_ADDRESS`, addressIn(subnet, name)]),
      ),
      SLOTS_SUBNET: subnet,
      FRONT: frontUrl.replace('http://', ''),
      ...(owner === undefined ? {} : { PROXY_USER: `${owner.uid}:${owner.gid}` }),
      PROXY_DIR: join(runDir, proxyFiles.folder),
      PROMETHEUS_TARGETS: targetsDir ?? join(runDir, 'targets'),
      RELEASE_IMAGE: image,
      RELEASE_ENV_FILE: environmentFile,
    },
  };
}
