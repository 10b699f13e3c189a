/** One crash and what one `resume` makes of it, with users on the service all the while. */
import type { CommandResult, DeployStand } from '../stand/deploy-stand.ts';
import { underLoad } from '../stand/load.ts';
import { findFaults, rememberState } from './soundness.ts';

export interface CaseResult {
  /** Such as "before line 17: done serve"; undefined when it came to its end before the point was reached. */
  readonly struckAt: string | undefined;
  /** What was amiss afterwards; nothing when one release serves and all is as it should be. */
  readonly faults: readonly string[];
  readonly requests: number;
  readonly failedRequests: number;
}

const users = 4;
const pauseMs = 20;

export async function runCase(stand: DeployStand, crash: () => Promise<CommandResult>): Promise<CaseResult> {
  const before = await rememberState(stand);
  const { result, requests, failures } = await underLoad(
    stand.frontUrl,
    users,
    async () => {
      const crashed = await crash();
      const struckAt = describeStrike(crashed.output);
      // Where nothing struck, the operation itself has to leave all in order.
      const last = struckAt === undefined ? crashed : await stand.run('resume');
      return { struckAt, last };
    },
    pauseMs,
  );
  const { struckAt, last } = result;
  const faults = [
    ...(last.exitCode === 0 ? [] : [`the last command ended with ${last.exitCode}: ${last.output}`]),
    ...(failures.length === 0 ? [] : [`users' requests failed: ${failures.slice(0, 3).join('; ')}`]),
    ...(await findFaults(stand, before)),
  ];
  return { struckAt, faults, requests, failedRequests: failures.length };
}

/** From what the injection says when it strikes (drill/inject.ts). */
function describeStrike(output: string): string | undefined {
  const [, where, line] = /^killed (\w+ line \d+): (.*)$/m.exec(output) ?? [];
  if (where === undefined) return /^(disk full at write \d+: .*)$/m.exec(output)?.[1];
  const [, verb, phase, step] =
    /"verb":"(\w+)","phase":"(\w+)"(?:,"step":"([\w-]+)")?/.exec(line ?? '') ?? [];
  return `${where} of ${verb}: ${[phase, step].filter((word) => word !== undefined).join(' ')}`;
}
