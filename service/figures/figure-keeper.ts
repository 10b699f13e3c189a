import { setTimeout as pause } from 'node:timers/promises';
import type { Counter, Gauge } from 'prom-client';
import type { Store } from '../db/store.ts';
import { errorFields, type Logger } from '../telemetry/logger.ts';
import {
  type Figure,
  type FigureSnapshot,
  type StateFigure,
  stateFigures,
  type TotalFigure,
} from './figure.ts';
import { planIncrements } from './increments.ts';
import { readFigures } from './read-figures.ts';

/**
 * A storm of alerts asks for a refresh with each of them, when the database has better things to do: it rests for nine
 * times as long as the last one took, so that figures cost a tenth of one connection at most.
 */
const restsPerRead = 9;

interface FigureKeeperDeps {
  readonly store: Store;
  readonly metrics: Readonly<Record<TotalFigure, Counter> & Record<StateFigure, Gauge>>;
  readonly logger: Logger;
}

/**
 * Keeps the desk's figures as its store has them. What is asked for while a refresh runs is one more refresh after it, so
 * that there is never more than one, with one connection. Whatever fails is logged, and the figures stay as they were.
 */
export class FigureKeeper {
  readonly #deps: FigureKeeperDeps;
  readonly #stopping = new AbortController();
  #running: Promise<void> | undefined;
  #isWanted = false;
  #restsUntil = 0;
  #shown: ReadonlyMap<string, Figure<TotalFigure>> = new Map();
  #toldBounds = new Set<string>();

  constructor(deps: FigureKeeperDeps) {
    this.#deps = deps;
  }

  /** Never throws. Resolves when the figures are as the store had them at the time of the call, or later. */
  refresh(): Promise<void> {
    this.#isWanted = true;
    this.#running ??= this.#refreshWhileWanted().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** Resolves when nothing is read any more; nothing is read after it. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #refreshWhileWanted(): Promise<void> {
    const { signal } = this.#stopping;
    while (this.#isWanted) {
      const restMs = this.#restsUntil - performance.now();
      // A rest ends early when the desk stops, and only then.
      if (restMs > 0) await pause(restMs, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return;
      this.#isWanted = false;
      const startedAt = performance.now();
      await this.#refreshOnce();
      const endedAt = performance.now();
      this.#restsUntil = endedAt + restsPerRead * (endedAt - startedAt);
    }
  }

  async #refreshOnce(): Promise<void> {
    const { store, logger } = this.#deps;
    try {
      this.#show(await readFigures(store));
    } catch (error) {
      logger.warn('figures could not be read; they stay as they were', errorFields(error));
    }
  }

  #show({ totals, states, bounded }: FigureSnapshot): void {
    const { metrics, logger } = this.#deps;
    const { increments, setbacks, shown } = planIncrements(this.#shown, totals);
    for (const { name, labels, value } of increments) metrics[name].inc(labels, value);
    this.#shown = shown;
    const [first] = setbacks;
    if (first !== undefined)
      logger.error('figures became less, which counters cannot; these stay as they were', {
        count: setbacks.length,
        first,
      });
    for (const name of stateFigures) metrics[name].reset();
    for (const { name, labels, value } of states) metrics[name].set(labels, value);
    for (const what of bounded.filter((one) => !this.#toldBounds.has(one))) {
      this.#toldBounds.add(what);
      logger.warn('not all have figures of their own; the latest share "other"', { what });
    }
  }
}
