/** The signals by which people and machines end a command, as one that a walk can hear. */
import { constants } from 'node:os';

const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export class Interrupt extends Error {
  override readonly name = 'Interrupt';
  /** What a shell reports for a command that this signal ended, 130 for Ctrl-C. */
  readonly exitCode: number;

  constructor(signal: (typeof names)[number]) {
    super(`interrupted by ${signal}`);
    this.exitCode = 128 + constants.signals[signal];
  }
}

/** From now on these signals abort instead of ending the process; the reason is an `Interrupt`. */
export function abortOnInterrupt(say: (line: string) => void): AbortSignal {
  const controller = new AbortController();
  for (const name of names)
    process.on(name, () => {
      if (!controller.signal.aborted)
        say(`${name}: ending; a step that runs may first take back what it began`);
      controller.abort(new Interrupt(name));
    });
  return controller.signal;
}
