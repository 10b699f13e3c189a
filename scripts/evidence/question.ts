/** What a question is asked about, and how its answer becomes an exit code. */

import type { CatalogService, Objective } from '../../service/evidence/catalog.ts';
import type { RouteEvidence } from '../../service/evidence/evidence.ts';
import { findFailingRoutes } from '../../service/evidence/failing-routes.ts';
import type { StackAddresses } from '../config.ts';

/** What every question knows, also one that is about no objective. */
export interface Asked {
  readonly stack: StackAddresses;
  /** How far back metrics look, a Prometheus duration. */
  readonly window: string;
  /** How long to ask again for an answer that is hoped for. */
  readonly waitSeconds: number;
  readonly print: (line: string) => void;
}

export interface Question extends Asked {
  readonly service: CatalogService;
  readonly objective: Objective;
}

/** Prints its answer; resolves to the exit code. */
export type Ask = (question: Question) => Promise<number>;

/** Logs and traces are searched this far back. */
const lookBackMs = 15 * 60_000;

export function searchRange(): { from: Date; to: Date } {
  const to = new Date();
  return { from: new Date(to.getTime() - lookBackMs), to };
}

export function failingRoutes({ stack, objective, window }: Question): Promise<RouteEvidence[]> {
  return findFailingRoutes(requirePrometheus(stack), objective, { environment: stack.ENVIRONMENT, window });
}

export function requirePrometheus({ PROMETHEUS_URL }: StackAddresses): string {
  if (PROMETHEUS_URL === undefined)
    throw new Error('PROMETHEUS_URL is not set and no demo runs here; set it to ask about metrics.');
  return PROMETHEUS_URL;
}

export function percent(ratio: number): string {
  return `${(ratio * 100).toFixed(2)} %`;
}
