/** The handle on the load's process. */
import { type ChildProcess, fork } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { FinalFault } from '../poll.ts';
import type { LoadOrder } from './generator.ts';
import type { LoadTally } from './tally.ts';

export class Load {
  readonly #process: ChildProcess;
  #tally: LoadTally = { sent: 0, answered: 0, failed: 0, lost: 0, lostSamples: [] };
  #end: string | undefined;

  private constructor(process: ChildProcess) {
    this.#process = process;
    process.on('message', (tally: LoadTally) => {
      this.#tally = tally;
    });
    process.once('exit', (code, signal) => {
      this.#end = signal ?? `exit code ${code}`;
    });
  }

  static start(setting: Omit<Extract<LoadOrder, { kind: 'start' }>, 'kind'>, logPath: string): Load {
    const log = openSync(logPath, 'a');
    const process = fork(join(import.meta.dirname, 'generator.ts'), { stdio: ['ignore', log, log, 'ipc'] });
    closeSync(log);
    const load = new Load(process);
    load.#order({ kind: 'start', ...setting });
    return load;
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** From now on this share of the notes carries the text. */
  carry(text: string, share: number): void {
    this.#order({ kind: 'carry', text, share });
  }

  /** The newest count; throws when the load itself has died, since its silence would look like success. */
  read(): LoadTally {
    if (this.#end !== undefined) throw new FinalFault(`the load ended by itself (${this.#end})`);
    return this.#tally;
  }

  async stop(): Promise<void> {
    if (this.#end !== undefined) return;
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    if (this.#process.connected) this.#process.disconnect();
    await ended;
  }

  #order(order: LoadOrder): void {
    this.#process.send(order);
  }
}
