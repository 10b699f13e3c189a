/** The handle on the users' process. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type LoadTally, tallySchema } from './tally.ts';

export class UserLoad {
  readonly #process: ChildProcess;
  readonly #ended: Promise<never>;

  private constructor(process: ChildProcess) {
    this.#process = process;
    this.#ended = once(process, 'exit').then(([code, signal]) => {
      throw new Error(`the users' process ended by itself (${signal ?? `exit code ${code}`})`);
    });
    // Awaited only in stop().
    this.#ended.catch(() => undefined);
  }

  static start(url: string): UserLoad {
    const load = new UserLoad(fork(join(import.meta.dirname, 'generator.ts')));
    load.#process.send({ kind: 'start', url });
    return load;
  }

  /** Lets what is under way come to its end and gives the count. Throws when the users have died: silence is no success. */
  async stop(): Promise<LoadTally> {
    const told = once(this.#process, 'message');
    if (this.#process.connected) this.#process.send({ kind: 'stop' });
    const [tally] = await Promise.race([told, this.#ended]);
    this.end();
    return tallySchema.parse(tally);
  }

  /** Ends the users, whatever is under way. Safe to call again. */
  end(): void {
    if (this.#process.connected) this.#process.disconnect();
  }
}
