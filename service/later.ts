/** Work that is due later and ends with its owner: nothing is started any more once it has stopped. */
export class Later {
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #running = new Set<Promise<void>>();
  #isStopped = false;

  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** The work must not throw. */
  after(ms: number, work: () => Promise<void>): void {
    if (this.#isStopped) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      const run = work().finally(() => this.#running.delete(run));
      this.#running.add(run);
    }, ms);
    this.#timers.add(timer);
  }

  /** Resolves when what had begun has ended. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const timer of this.#timers) clearTimeout(timer);
    await Promise.allSettled(this.#running);
  }
}
