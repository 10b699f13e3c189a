/** A stack of containers of its own, with its own names, network, port and folder: what drills and tests deploy to. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../programs/ports.ts';
import { runCommand } from '../../programs/run.ts';
import { askDatabase } from '../compose/commands.ts';
import { askDocker } from '../compose/docker.ts';
import { freeImages } from '../compose/release-image.ts';
import { bringUp, takeDown } from '../compose/stack.ts';
import { checkoutRoot, type DeployConfig, parseDeployConfig } from '../config.ts';
import type { CommandResult } from './deploy-stand.ts';

/** Nobody listens there. */
const nowhere = 'http://127.0.0.1:9';
const commandTimeoutMs = 600_000;

export class ComposeStand {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly config: DeployConfig;

  private constructor(folder: string, env: Readonly<Record<string, string>>) {
    this.folder = folder;
    this.env = env;
    this.config = parseDeployConfig(env);
  }

  /** Brings database, proxy and, if asked for, Prometheus up. */
  static async open(request: {
    readonly hasPrometheus: boolean;
    readonly signal: AbortSignal;
  }): Promise<ComposeStand> {
    const folder = await mkdtemp(join(tmpdir(), 'tocsin-compose-'));
    const port = await freePort();
    const stand = new ComposeStand(folder, {
      DEPLOY_TARGET: 'compose',
      DEPLOY_ROOT: join(folder, 'deploy'),
      ENVIRONMENT: 'staging',
      // Ports are given out once at a time, so what is made of one is nobody else's either.
      COMPOSE_PROJECT_NAME: `tocsin-drill-${port}`,
      DEPLOY_SUBNET: `10.${200 + (port >> 12)}.${(port >> 4) & 255}.${(port & 15) << 4}/28`,
      HAPROXY_FRONT: `127.0.0.1:${port}`,
      // Without one, the gate asks nothing by itself either: its verdict is then that there is no data.
      ...(request.hasPrometheus ? {} : { PROMETHEUS_URL: nowhere, GATE_PROBES: 'none' }),
    });
    try {
      await bringUp(stand.config, request.signal);
      return stand;
    } catch (error) {
      await stand.close();
      throw error;
    }
  }

  /** Removes containers, volumes, images and the folder. */
  async close(): Promise<void> {
    await takeDown(this.config, true);
    await rm(this.folder, { recursive: true, force: true });
    // With the releases gone, no image is needed.
    await freeImages(this.config);
  }

  /** Runs a command of the checkout, such as a script or the engine, as a person would who deploys to this stack. */
  async run(command: string, ...args: string[]): Promise<CommandResult> {
    const startedAt = performance.now();
    const { exitCode, stdout, stderr } = await runCommand(command, args, {
      cwd: checkoutRoot,
      env: this.env,
      timeoutMs: commandTimeoutMs,
    });
    return { exitCode, output: stdout + stderr, seconds: (performance.now() - startedAt) / 1_000 };
  }

  /** What the database says itself, past the service. */
  async query(sql: string): Promise<string> {
    return askDocker(askDatabase(this.config, sql));
  }
}
