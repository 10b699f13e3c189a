/** When each thing of a rehearsal happened, and the table of it. */

export const milestoneNames = [
  'first failing request',
  'alert pending',
  'alert firing',
  'incident open',
  'rollback started',
  'traffic back',
  'alert resolved',
  'incident closed',
] as const;
export type MilestoneName = (typeof milestoneNames)[number];

export class Milestones {
  readonly #at = new Map<MilestoneName, number>();

  /** Keeps the first time only; `at` is in milliseconds since the epoch. */
  reach(name: MilestoneName, at: number): void {
    if (!this.#at.has(name)) this.#at.set(name, at);
  }

  /** Seconds from the first failing request; undefined when either has not happened. */
  secondsToFault(name: MilestoneName): number | undefined {
    const at = this.#at.get(name);
    const fault = this.#at.get('first failing request');
    return at === undefined || fault === undefined ? undefined : (at - fault) / 1000;
  }

  missing(): MilestoneName[] {
    return milestoneNames.filter((name) => !this.#at.has(name));
  }

  renderTable(): string {
    const rows = milestoneNames.map((name) => {
      const at = this.#at.get(name);
      const seconds = this.secondsToFault(name);
      const clock = at === undefined ? '' : new Date(at).toISOString().slice(11, 19);
      return `  ${name.padEnd(22)} ${clock.padEnd(8)} ${seconds === undefined ? 'not reached' : `+${seconds.toFixed(1)} s`.padStart(10)}`;
    });
    return [`  ${'what'.padEnd(22)} ${'UTC'.padEnd(8)} ${'since fault'.padStart(10)}`, ...rows].join('\n');
  }
}
