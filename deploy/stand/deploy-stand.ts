/** A folder of its own with a small service to build from, and a real HAProxy in front of nothing yet: what tests deploy to. */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sweepLeftovers } from '../../programs/leftovers.ts';
import { freePort } from '../../programs/ports.ts';
import { runCommand } from '../../programs/run.ts';
import { startHaproxy } from '../../programs/servers/haproxy.ts';
import { startPrometheus } from '../../programs/servers/prometheus.ts';
import type { Server } from '../../programs/servers/server.ts';
import { readPointer } from '../state/pointer.ts';
import type { Behaviour } from './fixture-service/behaviour.ts';

const deployFolder = join(import.meta.dirname, '..');

/** A deployment waits a minute for its release to come up, and may watch it for minutes after that. */
const commandTimeoutMs = 300_000;

export interface CommandResult {
  readonly exitCode: number;
  readonly output: string;
  readonly seconds: number;
}

export class DeployStand {
  readonly folder: string;
  readonly root: string;
  readonly runDir: string;
  readonly targetsDir: string;
  readonly frontUrl: string;
  /** Of the deploy command line; a test may add to it. */
  readonly env: Record<string, string>;
  #proxy: { stop(): Promise<void> } | undefined;
  #prometheus: Server | undefined;

  private constructor(folder: string, front: string) {
    this.folder = folder;
    this.root = join(folder, 'deploy');
    this.runDir = join(folder, 'run');
    this.targetsDir = join(folder, 'targets');
    this.frontUrl = `http://${front}`;
    this.env = {
      STACK_ENV_FILE: join(folder, 'no-stack.env'),
      DEPLOY_ROOT: this.root,
      DEPLOY_RUN_DIR: this.runDir,
      DEPLOY_SERVICE: 'desk',
      ENVIRONMENT: 'staging',
      TARGETS_DIR: this.targetsDir,
      HAPROXY_FRONT: front,
      HAPROXY_SOCKET: join(folder, 'proxy.sock'),
      HAPROXY_STATE: join(this.root, 'haproxy.state'),
    };
  }

  static async open(): Promise<DeployStand> {
    const folder = await mkdtemp(join(tmpdir(), 'tocsin-deploy-'));
    const stand = new DeployStand(folder, `127.0.0.1:${await freePort()}`);
    await mkdir(stand.targetsDir);
    await stand.startProxy();
    return stand;
  }

  /** Ends everything that was started here, releases too, and removes the folder. */
  async close(): Promise<void> {
    await this.stopProxy();
    await this.#prometheus?.stop();
    await sweepLeftovers(this.runDir);
    await rm(this.folder, { recursive: true, force: true });
  }

  async startProxy(): Promise<void> {
    const env = { ...this.env, HAPROXY_METRICS: `127.0.0.1:${await freePort()}` };
    this.#proxy = await startHaproxy({
      runDir: join(this.folder, 'proxy'),
      configPath: join(deployFolder, 'haproxy.cfg'),
      env,
    });
  }

  async stopProxy(): Promise<void> {
    await this.#proxy?.stop();
    this.#proxy = undefined;
  }

  /** A Prometheus that scrapes every second whatever is deployed here; the gate and the watch ask it. */
  async startPrometheus(): Promise<void> {
    const config = {
      global: { scrape_interval: '1s' },
      scrape_configs: [
        {
          job_name: 'services',
          file_sd_configs: [{ files: [join(this.targetsDir, '*.json')], refresh_interval: '1s' }],
        },
      ],
    };
    this.#prometheus = await startPrometheus({
      runDir: join(this.folder, 'prometheus'),
      configText: JSON.stringify(config),
    });
    this.env.PROMETHEUS_URL = this.#prometheus.url;
  }

  /** A source tree whose service behaves like that. */
  async writeSource(behaviour: Partial<Behaviour>): Promise<string> {
    const source = await mkdtemp(join(this.folder, 'source-'));
    await cp(join(import.meta.dirname, 'fixture-service'), join(source, 'service'), { recursive: true });
    const file = join(source, 'service', 'behaviour.ts');
    const lines = Object.entries(behaviour).map(([name, value]) => [
      new RegExp(`(?<=^  ${name}: ).*(?=,$)`, 'm'),
      JSON.stringify(value),
    ]) satisfies [RegExp, string][];
    const text = lines.reduce(
      (before, [line, value]) => before.replace(line, () => value),
      await readFile(file, 'utf8'),
    );
    await writeFile(file, text);
    for (const [folder, name] of [
      ['alerts', 'catalog.json'],
      ['dashboards-as-code', 'incident-panels.json'],
    ] as const) {
      await mkdir(join(source, folder, 'generated'), { recursive: true });
      await writeFile(join(source, folder, 'generated', name), '{}\n');
    }
    const about = { name: 'fixture', version: '1.0.0', type: 'module' };
    await writeFile(join(source, 'package.json'), JSON.stringify(about));
    const lockfile = { lockfileVersion: 3, packages: { '': about } };
    await writeFile(join(source, 'package-lock.json'), JSON.stringify(lockfile));
    return source;
  }

  /** Runs the command line as a person would; a deployment ends with its promotion unless it is told to watch. */
  async run(...args: string[]): Promise<CommandResult> {
    return this.runWith([], ...args);
  }

  /** The same with options for Node itself, by which a test may load something first. */
  async runWith(nodeOptions: readonly string[], ...given: string[]): Promise<CommandResult> {
    const isWatchTold = given[0] !== 'deploy' || given.includes('--watch-seconds');
    const args = isWatchTold ? given : [...given, '--watch-seconds', '0'];
    const startedAt = performance.now();
    const { exitCode, stdout, stderr } = await runCommand(
      process.execPath,
      [...nodeOptions, join(deployFolder, 'main.ts'), ...args],
      { env: this.env, timeoutMs: commandTimeoutMs },
    );
    return { exitCode, output: stdout + stderr, seconds: (performance.now() - startedAt) / 1_000 };
  }

  /** Deploys a source and gives the release's id; throws with the output when that fails. */
  async deployed(source: string, ...args: string[]): Promise<string> {
    const { exitCode, output } = await this.run('deploy', '--source', source, ...args);
    const id = /^deploy of (\S+), /m.exec(output)?.[1];
    if (exitCode !== 0 || id === undefined) throw new Error(`deploy ended with ${exitCode}:\n${output}`);
    return id;
  }

  /** The release that users get now. */
  async serving(): Promise<string> {
    return (await fetch(this.frontUrl)).text();
  }

  /** The release that the pointer names. */
  async current(): Promise<string | undefined> {
    return (await readPointer(this.root))?.id;
  }

  /** In how many slots a release runs, as `status` tells it. */
  async runningSlots(): Promise<number> {
    const { slots } = JSON.parse((await this.run('status', '--json')).output);
    return slots.filter((slot: { isRunning: boolean }) => slot.isRunning).length;
  }
}
