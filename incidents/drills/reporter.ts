/** What a person sees of a rehearsal: a heading a step, its lines below it, and the seconds it took. */
import { styleText } from 'node:util';

/** A step that did not happen, and where to look. */
export class StepFailure extends Error {
  readonly step: string;

  constructor(step: string, cause: unknown) {
    super(`step "${step}" did not happen: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
    this.step = step;
  }
}

export class Reporter {
  readonly #write: (text: string) => void;
  #count = 0;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  /** Runs a step under its heading; a fault comes out as a StepFailure that names it. */
  async step<T>(name: string, run: () => Promise<T>): Promise<T> {
    this.#count += 1;
    const begun = performance.now();
    this.#write(`\n${styleText('bold', `${this.#count}. ${name}`)}\n`);
    try {
      const result = await run();
      this.line(styleText('dim', `${((performance.now() - begun) / 1000).toFixed(1)} s`));
      return result;
    } catch (error) {
      throw error instanceof StepFailure ? error : new StepFailure(name, error);
    }
  }

  /** One line or several, indented below the heading. */
  line(text: string): void {
    this.#write(`${text.replace(/^/gm, '   ')}\n`);
  }
}
