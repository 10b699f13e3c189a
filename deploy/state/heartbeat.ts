/**
 * What the holder of a lock renews while it lives. It decides nothing, since clocks differ and a process may be stopped
 * for a while; it is for the person who wonders about a holder on another host, which nobody here can look at.
 */
import { z } from 'zod';
import { replaceFile } from './durable-file.ts';
import { hasCode } from './error-code.ts';
import type { FileSystem } from './file-system.ts';

const everyMs = 5_000;

const beatSchema = z.object({ token: z.string(), number: z.int().positive(), at: z.iso.datetime() });
export type Beat = Readonly<z.infer<typeof beatSchema>>;

export class Heartbeat {
  readonly #path: string;
  readonly #token: string;
  readonly #files: FileSystem;
  readonly #timer: NodeJS.Timeout;
  #number = 0;
  #beating: Promise<void>;
  #fault: string | undefined;

  constructor(lockPath: string, token: string, files: FileSystem) {
    this.#path = beatPath(lockPath);
    this.#token = token;
    this.#files = files;
    this.#beating = this.#beat();
    this.#timer = setInterval(() => {
      this.#beating = this.#beating.then(() => this.#beat());
    }, everyMs).unref();
  }

  /** Resolves when the newest beat is written, or could not be. */
  get beating(): Promise<void> {
    return this.#beating;
  }

  /** Why the last beat could not be written; the lock holds all the same. */
  get fault(): string | undefined {
    return this.#fault;
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#beating;
    await this.#files.remove(this.#path);
  }

  async #beat(): Promise<void> {
    this.#number += 1;
    const beat: Beat = { token: this.#token, number: this.#number, at: new Date().toISOString() };
    try {
      await replaceFile(this.#path, `${JSON.stringify(beat)}\n`, this.#files);
      this.#fault = undefined;
    } catch (error) {
      this.#fault = error instanceof Error ? error.message : String(error);
    }
  }
}

/** The last beat of the owner with this token; undefined when it left none. */
export async function readBeat(
  lockPath: string,
  token: string,
  files: FileSystem,
): Promise<Beat | undefined> {
  try {
    const beat = beatSchema.parse(JSON.parse(await files.readText(beatPath(lockPath))));
    return beat.token === token ? beat : undefined;
  } catch (error) {
    // Torn by a full disk, it tells as little as one that is not there.
    if (hasCode(error, 'ENOENT') || error instanceof SyntaxError || error instanceof z.ZodError)
      return undefined;
    throw error;
  }
}

function beatPath(lockPath: string): string {
  return `${lockPath}.heartbeat`;
}
