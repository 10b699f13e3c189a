/** Where releases run. All else, the proxy, the pointer, the journal, the gate, is the same wherever that is. */
import type { RunResult } from '../programs/run.ts';
import type { DeployConfig } from './config.ts';
import type { Slot } from './proxy/slot.ts';
import type { ImageMaker } from './release/build.ts';
import type { StepDetail } from './steps/perform-step.ts';

export interface Target {
  /** What makes the image that a release runs from; nothing where its files are enough. */
  readonly imageMaker: (
    config: DeployConfig,
    request: { readonly release: string; readonly source: string; readonly signal: AbortSignal },
  ) => { readonly makeImage?: ImageMaker };
  /** Notes the slot's address and scrape target, starts, and waits for /health/ready; throws when it does not come. */
  readonly start: (
    config: DeployConfig,
    request: { readonly release: string; readonly slot: Slot; readonly signal: AbortSignal },
  ) => Promise<StepDetail>;
  /** Ends what runs in a slot, if anything does, by SIGTERM and a time of grace, and forgets the slot. */
  readonly stop: (config: DeployConfig, slot: Slot) => Promise<StepDetail>;
  readonly isRunning: (config: DeployConfig, slot: Slot) => Promise<boolean>;
  /** From now on: gives a sentence when the release has ended, also when it was started again since. */
  readonly followLife: (
    config: DeployConfig,
    request: { readonly release: string; readonly slot: Slot },
  ) => Promise<() => Promise<string | undefined>>;
  /** Asks the release's own program for its database. Anybody may: it disturbs no migration that runs. */
  readonly askSchema: (
    config: DeployConfig,
    request: { readonly release: string; readonly args: readonly string[]; readonly timeoutMs: number },
  ) => Promise<RunResult>;
  /** Runs that program, to its end. Only the holder of the lock may call this. */
  readonly runMigration: (
    config: DeployConfig,
    request: { readonly release: string; readonly timeoutMs: number },
  ) => Promise<RunResult>;
  /**
   * Ends what a killed engine left running of it, if anything, and throws when that cannot be ended: what it might yet
   * commit is nothing to build on. Only the holder of the lock may call this.
   */
  readonly endMigration: (config: DeployConfig) => Promise<StepDetail>;
  /** Frees what it keeps of releases that are no more. */
  readonly freeUnused: (config: DeployConfig) => Promise<void>;
}
