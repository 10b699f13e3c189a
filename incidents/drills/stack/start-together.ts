/** Starts several parts at once, so that nothing is left half-started when one of them fails. */
export class StartTogether {
  readonly #failed = new AbortController();
  readonly #print: (line: string) => void;
  readonly #begun = performance.now();
  /** Aborted from outside, or with the first fault of any part: what is still starting gives up. */
  readonly signal: AbortSignal;

  constructor(print: (line: string) => void, signal: AbortSignal) {
    this.#print = print;
    this.signal = AbortSignal.any([signal, this.#failed.signal]);
  }

  /** Says when the part is up; its fault ends the others. */
  async part<T>(name: string, starting: Promise<T>): Promise<T> {
    try {
      const server = await starting;
      this.#print(`${name.padEnd(17)} up after ${((performance.now() - this.#begun) / 1000).toFixed(1)} s`);
      return server;
    } catch (error) {
      this.#failed.abort(error);
      throw error;
    }
  }

  /** Resolves when all are up; rejects only when none is starting any more, so that a sweep finds every one. */
  async all<T extends readonly unknown[] | []>(
    parts: T,
  ): Promise<{ -readonly [P in keyof T]: Awaited<T[P]> }> {
    await Promise.allSettled(parts);
    return Promise.all(parts);
  }
}
