/** The engine's environment, read once: the running stack's file as defaults, the real environment on top. */
import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { stackEnvironment } from '../programs/stack-env.ts';
import { prometheusUrlIn, proxyFiles } from './compose/places.ts';

/** The folder of the checkout: what is built from and deployed to unless told otherwise. */
export const checkoutRoot = join(import.meta.dirname, '..');

const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' });
const notSet =
  'is not set, and no stack runs from this checkout; npm run demo brings up one of processes, scripts/deploy_local.sh one of containers';
// sockaddr_un.sun_path holds 108 bytes, the last of them a zero.
const socketPath = z
  .string({ error: notSet })
  .max(107, 'is longer than a Unix socket path may be (107 bytes); take a shorter folder');
const hostAndPort = z
  .string({ error: notSet })
  .regex(/^[^\s:/]+:\d{1,5}$/, 'must be host:port')
  .refine((value) => portOf(value) >= 1 && portOf(value) <= 65_535, 'must have a port from 1 to 65535');

function portOf(hostPort: string): number {
  return Number(hostPort.slice(hostPort.lastIndexOf(':') + 1));
}

// Sixteen addresses: two slots, the proxy and Prometheus have one each that no restart changes (compose/addresses.ts).
const subnet = z
  .string()
  .regex(/^(\d{1,3}\.){3}\d{1,3}\/28$/, 'must be a network of 16 addresses, such as 172.29.117.0/28')
  .refine((value) => isNetwork(value), 'must begin at a multiple of 16, such as 172.29.117.16/28');

function isNetwork(value: string): boolean {
  const [address = ''] = value.split('/');
  const parts = address.split('.').map(Number);
  return parts.every((part) => part <= 255) && (parts[3] ?? 1) % 16 === 0;
}

const targetSchema = z.enum(['native', 'compose']).default('native');

const schema = z.object({
  DEPLOY_TARGET: targetSchema.describe('releases as processes (native) or as containers (compose)'),
  DEPLOY_ROOT: z.string().default('deploy').describe('folder of releases, pointer, journal and lock'),
  DEPLOY_RUN_DIR: z.string().optional().describe('where releases run: logs and process records'),
  DEPLOY_SERVICE: z.string().default('desk').describe("the service's name in the catalog"),
  ENVIRONMENT: z.enum(['development', 'staging', 'production']).default('development').describe('where to'),
  DEPLOY_SUBNET: subnet.default('172.29.117.0/28').describe('compose: network of proxy and slots'),
  COMPOSE_PROJECT_NAME: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]*$/, 'must be of a-z, 0-9, _ and -')
    .optional()
    .describe('compose: names its containers and volumes'),
  HAPROXY_SOCKET: socketPath.describe("native: path of the proxy's runtime API"),
  HAPROXY_STATE: z
    .string()
    .optional()
    .describe('native: file that the proxy finds its slots in when it is started again'),
  HAPROXY_FRONT: hostAndPort.describe('host:port where users reach the proxy; compose: 127.0.0.1:8080'),
  PROMETHEUS_URL: httpUrl
    .optional()
    .describe('where the gate reads the objectives; without it only what is unproven can be deployed'),
  GATE_PROBES: z
    .string()
    .regex(/^(none|\/\S*( \/\S*)*)$/, 'must be paths, such as "/ /api/incidents", or "none"')
    .optional()
    .describe("safe GETs that the gate may send where users send too few; the catalog's unless set"),
  TARGETS_DIR: z.string().optional().describe("folder of Prometheus's file_sd targets"),
  DESK_URL: httpUrl
    .optional()
    .describe('the desk that keeps changes and declared freezes; without it nobody is told'),
  DRILL: z.string().optional().describe('the drill that this is done for; its changes stay out of figures'),
});

export interface DeployConfig {
  readonly target: 'native' | 'compose';
  readonly subnet: string;
  readonly project: string;
  readonly root: string;
  readonly runDir: string;
  readonly service: string;
  readonly environment: 'development' | 'staging' | 'production';
  readonly proxySocket: string;
  readonly proxyStateFile: string;
  readonly frontUrl: string;
  readonly prometheusUrl: string | undefined;
  /** Undefined for those that the catalog names. */
  readonly probePaths: readonly string[] | undefined;
  readonly targetsDir: string | undefined;
  readonly deskUrl: string | undefined;
  readonly drill: string | undefined;
  readonly by: string;
  /** All that is set; a release gets of it only what it names (steps/release-environment.ts). */
  readonly variables: Readonly<Record<string, string>>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Parses an environment; an empty value counts as unset. Throws one Error that lists every fault. */
export function parseDeployConfig(env: Environment): DeployConfig {
  const set = withTargetDefaults(definedValues(env));
  const parsed = schema.safeParse(set);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `  ${issue.path.join('.')} ${issue.message}`);
    throw new Error(`the environment does not say where to deploy:\n${faults.join('\n')}`, {
      cause: parsed.error,
    });
  }
  const { data } = parsed;
  const root = resolve(checkoutRoot, data.DEPLOY_ROOT);
  return Object.freeze({
    target: data.DEPLOY_TARGET,
    subnet: data.DEPLOY_SUBNET,
    project: data.COMPOSE_PROJECT_NAME ?? `tocsin-${data.DEPLOY_SERVICE}-${data.ENVIRONMENT}`,
    root,
    runDir:
      data.DEPLOY_RUN_DIR === undefined ? join(root, 'run') : resolve(checkoutRoot, data.DEPLOY_RUN_DIR),
    service: data.DEPLOY_SERVICE,
    environment: data.ENVIRONMENT,
    proxySocket: data.HAPROXY_SOCKET,
    proxyStateFile:
      data.HAPROXY_STATE === undefined
        ? join(root, 'haproxy.state')
        : resolve(checkoutRoot, data.HAPROXY_STATE),
    frontUrl: `http://${data.HAPROXY_FRONT}`,
    prometheusUrl: data.PROMETHEUS_URL,
    probePaths: data.GATE_PROBES === 'none' ? [] : data.GATE_PROBES?.split(' '),
    targetsDir: data.TARGETS_DIR === undefined ? undefined : resolve(checkoutRoot, data.TARGETS_DIR),
    deskUrl: data.DESK_URL,
    drill: data.DRILL,
    by: userInfo().username,
    variables: set,
  });
}

export function readDeployConfig(env: Environment = process.env): DeployConfig {
  const own = definedValues(env);
  return parseDeployConfig({ ...stackEnvironment(own), ...own });
}

/** The proxy's socket and state are where its container has them; the other two are what the compose file brings up. */
function withTargetDefaults(set: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  if (set.DEPLOY_TARGET !== 'compose') return set;
  const runDir =
    set.DEPLOY_RUN_DIR ?? join(set.DEPLOY_ROOT ?? schema.shape.DEPLOY_ROOT.parse(undefined), 'run');
  const network = subnet.safeParse(set.DEPLOY_SUBNET ?? schema.shape.DEPLOY_SUBNET.parse(undefined));
  const prometheus = network.success ? { PROMETHEUS_URL: prometheusUrlIn(network.data) } : {};
  return {
    HAPROXY_FRONT: '127.0.0.1:8080',
    TARGETS_DIR: join(runDir, 'targets'),
    ...prometheus,
    ...set,
    HAPROXY_SOCKET: resolve(checkoutRoot, runDir, proxyFiles.socket),
    HAPROXY_STATE: resolve(checkoutRoot, runDir, proxyFiles.state),
  };
}

/** For what is about containers, whichever target the rest of the environment means. */
export function readComposeConfig(): DeployConfig {
  const own = { ...definedValues(process.env), DEPLOY_TARGET: 'compose' };
  return parseDeployConfig({ ...stackEnvironment(own), ...own });
}

/** Name, default and meaning of each variable, for --help. */
export function describeVariables(): string[] {
  return Object.entries(schema.shape).map(([name, field]) => {
    const missing = field.safeParse(undefined);
    const fallback = missing.success ? (missing.data ?? 'optional') : 'required';
    return `${name.padEnd(20)} ${field.description ?? ''} (${fallback})`;
  });
}

function definedValues(env: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      value === undefined || value === '' ? [] : [[name, value]],
    ),
  );
}
