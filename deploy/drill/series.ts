/** Cases that differ only in the point at which they strike, one after the other on one stand. */
import type { DeployStand } from '../stand/deploy-stand.ts';
import type { CaseResult } from './crash-case.ts';
import type { DrillResult, DrillTools } from './part.ts';

export interface Series {
  readonly title: string;
  /** Gives the result of the case that strikes at this point, counted from 1. */
  readonly strike: (stand: DeployStand, point: number) => Promise<CaseResult>;
}

export interface SeriesResult {
  readonly title: string;
  readonly points: number;
  readonly recovered: number;
  readonly requests: number;
  readonly failedRequests: number;
}

/** A series that runs longer than this has no end: some point is reached again and again. */
const mostPoints = 200;

/** Strikes at every point there is: the series ends with the case that came to its end unharmed. */
export async function runSeries(
  { title, strike }: Series,
  stand: DeployStand,
  { say, signal }: DrillTools,
): Promise<SeriesResult> {
  let recovered = 0;
  let requests = 0;
  let failedRequests = 0;
  for (let point = 1; point <= mostPoints; point += 1) {
    signal.throwIfAborted();
    const result = await strike(stand, point);
    requests += result.requests;
    failedRequests += result.failedRequests;
    for (const fault of result.faults) say(`${title}, ${result.struckAt ?? 'unharmed'}: ${fault}`);
    if (result.struckAt === undefined) {
      if (result.faults.length > 0)
        throw new Error(`${title}: unharmed it did not leave all in order either`);
      const points = point - 1;
      if (points === 0) throw new Error(`${title}: it struck at no point, so that nothing was proven`);
      say(
        `${title.padEnd(60)} ${`${recovered} of ${points}`.padStart(8)} recovered, ${failedRequests} of ${requests} requests failed`,
      );
      return { title, points, recovered, requests, failedRequests };
    }
    if (result.faults.length === 0) recovered += 1;
  }
  throw new Error(`${title}: no end after ${mostPoints} points`);
}

/** Runs lanes side by side and lets each come to its end, with its own cleaning up, also when another has failed. */
export async function runLanes(lanes: readonly Promise<SeriesResult[]>[]): Promise<SeriesResult[]> {
  const settled = await Promise.allSettled(lanes);
  for (const lane of settled) if (lane.status === 'rejected') throw lane.reason;
  return settled.flatMap((lane) => (lane.status === 'fulfilled' ? lane.value : []));
}

/** The sum of the table, and whether all of it held. */
export function sumOfSeries(results: readonly SeriesResult[]): DrillResult {
  const sum = (of: (result: SeriesResult) => number): number =>
    results.reduce((total, result) => total + of(result), 0);
  const points = sum((result) => result.points);
  const recovered = sum((result) => result.recovered);
  const failed = sum((result) => result.failedRequests);
  const requests = sum((result) => result.requests);
  return {
    isHeld: recovered === points && failed === 0,
    figures: `${recovered} of ${points} points recovered by one command; ${failed} of ${requests} requests failed`,
  };
}
