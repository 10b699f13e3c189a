/** The engine killed among containers, with users on the real desk: what one `resume` makes of each. */
import { join } from 'node:path';
import { checkoutRoot } from '../config.ts';
import type { ComposeStand } from '../stand/compose-stand.ts';
import { withDeskUsers } from './desk-users.ts';
import { nodeOptionsFor } from './injection.ts';
import type { DrillTools } from './part.ts';
import { deskRelease, findStateFaults, rememberState } from './soundness.ts';

/**
 * Where the target's own work is cut off before the journal has it, and where the traffic is half moved. Every other
 * point is the same code for every target, and is in the crash matrix.
 */
const deployEntries = ['done start', 'done canary', 'done serve', 'done point', 'done drain', 'done stop'];
const rollbackEntries = ['done start', 'done serve', 'done stop'];

export interface ComposeCrashes {
  readonly recovered: number;
  readonly points: number;
  readonly requests: number;
  readonly failed: number;
  readonly kept: readonly string[];
  /** One sentence each. */
  readonly faults: readonly string[];
}

/** Expects two releases there. `deployArgs` are those of a deployment that is promoted. */
export async function crashAmongContainers(
  stand: ComposeStand,
  deployArgs: readonly string[],
  { say, signal }: DrillTools,
): Promise<ComposeCrashes> {
  const points = [
    ...deployEntries.map((entry) => ({ verb: 'deploy', entry, args: deployArgs })),
    ...rollbackEntries.map((entry) => ({ verb: 'rollback', entry, args: ['--no-wait'] })),
  ];
  const kept: string[] = [];
  const faults: string[] = [];
  let requests = 0;
  let failed = 0;
  let recovered = 0;
  for (const { verb, entry, args } of points) {
    signal.throwIfAborted();
    const before = await rememberState(stand);
    const cutOff = nodeOptionsFor({ kind: 'kill-before-entry', entry });
    const point = `${verb}, before "${entry}"`;
    const use = await withDeskUsers(stand.config.frontUrl, `drill-crash-${kept.length}`, async () => {
      const killed = await runEngine(stand, cutOff, verb, ...args);
      return { killed, resumed: await runEngine(stand, [], 'resume') };
    });
    const { killed, resumed } = use.result;
    const amiss = [
      ...(killed.output.includes('killed before line') ? [] : [`it was not killed: ${killed.output}`]),
      ...(resumed.exitCode === 0 ? [] : [`resume ended with ${resumed.exitCode}: ${resumed.output}`]),
      ...(use.failures.length === 0
        ? []
        : [`users' requests failed: ${use.failures.slice(0, 3).join('; ')}`]),
      ...(await findStateFaults(stand, before, () => deskRelease(stand.config.frontUrl))),
    ];
    kept.push(...use.kept);
    requests += use.requests;
    failed += use.failures.length;
    if (amiss.length === 0) recovered += 1;
    faults.push(...amiss.map((fault) => `${point}: ${fault}`));
    const took = `${killed.seconds.toFixed(0)} s, then ${resumed.seconds.toFixed(0)} s to resume`;
    say(`killed in ${point.padEnd(32)} ${amiss.length === 0 ? 'recovered' : 'AMISS'}  ${took}`);
  }
  return { recovered, points: points.length, requests, failed, kept, faults };
}

function runEngine(
  stand: ComposeStand,
  nodeOptions: readonly string[],
  ...args: string[]
): ReturnType<ComposeStand['run']> {
  return stand.run(process.execPath, ...nodeOptions, join(checkoutRoot, 'deploy', 'main.ts'), ...args);
}
