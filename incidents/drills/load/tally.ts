/** What became of the load's requests, in the load's own count. */

export interface LoadTally {
  readonly sent: number;
  readonly answered: number;
  /** Answered with a 5xx by the application. */
  readonly failed: number;
  /** Never answered, cut off, timed out, or answered 502, 503 or 504 in place of the application. */
  readonly lost: number;
  /** Milliseconds since the epoch; undefined while none has failed. */
  readonly firstFailedAt?: number;
  readonly lastFailedAt?: number;
  /** What the first few lost requests were, for the log. */
  readonly lostSamples: readonly string[];
}

/** Statuses that a proxy makes when it has no server for a request; the desk itself answers 500 to a defect. */
const proxyStatuses: readonly number[] = [502, 503, 504];
const sampleLimit = 10;

function firstWords(body: string): string {
  const text = body.replace(/(<[^>]*>|\s)+/g, ' ').trim();
  return JSON.stringify(text.slice(0, 80));
}

export class Tally {
  #sent = 0;
  #answered = 0;
  #failed = 0;
  #lost = 0;
  #firstFailedAt: number | undefined;
  #lastFailedAt: number | undefined;
  readonly #lostSamples: string[] = [];

  countSent(): void {
    this.#sent += 1;
  }

  /** The answer's text tells whose refusal it was: the proxy's, or that of a service whose store does not answer. */
  countAnswer(status: number, what: string, body: string): void {
    this.#answered += 1;
    if (proxyStatuses.includes(status)) this.countLost(`${what} ${status} ${firstWords(body)}`);
    else if (status >= 500) {
      this.#failed += 1;
      this.#lastFailedAt = Date.now();
      this.#firstFailedAt ??= this.#lastFailedAt;
    }
  }

  countLost(what: string): void {
    this.#lost += 1;
    if (this.#lostSamples.length < sampleLimit) this.#lostSamples.push(`${new Date().toISOString()} ${what}`);
  }

  read(): LoadTally {
    return {
      sent: this.#sent,
      answered: this.#answered,
      failed: this.#failed,
      lost: this.#lost,
      ...(this.#firstFailedAt === undefined ? {} : { firstFailedAt: this.#firstFailedAt }),
      ...(this.#lastFailedAt === undefined ? {} : { lastFailedAt: this.#lastFailedAt }),
      lostSamples: [...this.#lostSamples],
    };
  }
}
