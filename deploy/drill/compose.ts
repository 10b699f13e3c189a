/**
 * The shipped scripts against containers, with users on the real desk all the while: two deployments and a rollback, of
 * which users must notice nothing, and no row that they were told is kept may be lost.
 */
import { join } from 'node:path';
import { whyNoDocker } from '../compose/stack.ts';
import { checkoutRoot } from '../config.ts';
import { ComposeStand } from '../stand/compose-stand.ts';
import type { CommandResult } from '../stand/deploy-stand.ts';
import { readPointer } from '../state/pointer.ts';
import { crashAmongContainers } from './compose-crashes.ts';
import { type DeskUse, withDeskUsers } from './desk-users.ts';
import type { DrillPart, DrillResult, DrillTools } from './part.ts';

/** Unproven and accepted: what the gate makes of figures is the same for every target, and proven elsewhere. */
const hurried = ['--gate-seconds', '5', '--allow-unproven', '--watch-seconds', '0'] as const;

const script = (name: string): string => join(checkoutRoot, 'scripts', name);

export const compose: DrillPart = {
  name: 'compose',
  title:
    'two deployments and a rollback by the scripts among containers, and crashes, under load on the real desk',
  whyNot: whyNoDocker,
  run: async ({ say, signal }) => {
    const stand = await ComposeStand.open({ hasPrometheus: false, signal });
    try {
      return await drive(stand, { say, signal });
    } finally {
      await stand.close();
    }
  },
};

async function drive(stand: ComposeStand, { say, signal }: DrillTools): Promise<DrillResult> {
  const faults: string[] = [];
  let asked = 0;
  let failed = 0;
  const demand = ({ exitCode, output }: CommandResult, what: string): void => {
    if (exitCode !== 0) faults.push(`${what} ended with ${exitCode}: ${output.trim().split('\n').at(-1)}`);
  };
  const current = async (): Promise<string | undefined> => (await readPointer(stand.config.root))?.id;

  const first = await stand.run(script('deploy_local.sh'), ...hurried);
  demand(first, 'the first deployment');
  if (faults.length > 0) throw new Error(faults.join('; '));
  const firstId = await current();
  say(`${'operation'.padEnd(22)} ${heading}`);
  say(
    `${'first deployment'.padEnd(22)} ${first.seconds.toFixed(1).padStart(6)}  (nobody to serve before it)`,
  );

  const kept: string[] = [];
  const underUsers = async (what: string, name: string, ...args: string[]): Promise<void> => {
    signal.throwIfAborted();
    const mark = `drill-${name}-${kept.length}`;
    const use = await withDeskUsers(stand.config.frontUrl, mark, () => stand.run(script(name), ...args));
    demand(use.result, what);
    if (use.failures.length > 0)
      faults.push(`${what}: users' requests failed: ${use.failures.slice(0, 3).join('; ')}`);
    kept.push(...use.kept);
    asked += use.requests;
    failed += use.failures.length;
    say(`${what.padEnd(22)} ${describeUse(use, use.result.seconds)}`);
  };
  await underUsers('second deployment', 'deploy_local.sh', ...hurried);
  const second = await current();
  await underUsers('third deployment', 'deploy_local.sh', ...hurried);
  const third = await current();
  await underUsers('rollback', 'rollback.sh', '--no-wait');
  const last = await current();

  if (new Set([firstId, second, third]).size !== 3)
    faults.push(`the deployments gave ${second} and ${third}`);
  if (last !== second) faults.push(`the rollback went to ${last}, and ${second} was the last good one`);
  demand(await stand.run(script('health-check.sh'), stand.config.frontUrl), 'the health check');
  const crashes = await crashAmongContainers(stand, hurried, { say, signal });
  faults.push(...crashes.faults);
  kept.push(...crashes.kept);
  asked += crashes.requests;
  failed += crashes.failed;
  const rows = Number(await stand.query("select count(*) from changes where id like 'drill-%'"));
  if (rows < kept.length) faults.push(`${kept.length} rows were answered with 201 and ${rows} are there`);
  const rowsTold = `${kept.length} rows answered with 201, ${rows} in the database at the end`;
  say(rowsTold);
  for (const fault of faults) say(fault);
  return {
    isHeld: faults.length === 0,
    figures: `${crashes.recovered} of ${crashes.points} crashes recovered; ${failed} of ${asked} requests failed; ${rowsTold}`,
  };
}

const heading = ['s', 'requests', 'failed', 'p95 ms', 'rows kept']
  .map((name, column) => name.padStart(column === 0 ? 6 : 10))
  .join('');

function describeUse({ requests, failures, p95Ms, kept }: DeskUse, seconds: number): string {
  const figures = [requests, failures.length, p95Ms, kept.length];
  return `${seconds.toFixed(1).padStart(6)}${figures.map((figure) => String(figure).padStart(10)).join('')}`;
}
