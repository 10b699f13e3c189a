/** Deployments and rollbacks in turn while users send all that this machine takes: no request of theirs may fail. */
import { type CommandResult, DeployStand } from '../stand/deploy-stand.ts';
import { describeTally, totalOf } from './load/tally.ts';
import { UserLoad } from './load/user-load.ts';
import type { DrillPart, DrillResult, DrillTools } from './part.ts';
import { describeSeconds, secondsUntilServed } from './timing.ts';
import { ungated } from './two-releases.ts';
import { whenWatched } from './watched.ts';

const goalPerSecond = 2_000;
const switches = 50;
/** In one round of two, the rollback goes to the standby of a deployment that is watched. */
const watchSeconds = '120';
const roundsBetweenWords = 5;

export const load: DrillPart = {
  name: 'load',
  title: `${switches} switches under ${goalPerSecond} requests a second: kept and new connections, uploads, slow ones`,
  run: (tools) => runLoad(switches, tools),
};

export async function runLoad(count: number, { say, signal }: DrillTools): Promise<DrillResult> {
  const stand = await DeployStand.open();
  let users: UserLoad | undefined;
  try {
    const source = await stand.writeSource({});
    const first = await stand.deployed(source);
    users = UserLoad.start(stand.frontUrl);
    const backSeconds: number[] = [];
    for (let round = 0; round < count / 2; round += 1) {
      signal.throwIfAborted();
      const isWatched = round % 2 === 0;
      const back = await switchThereAndBack(stand, { source, first, isWatched });
      backSeconds.push(secondsUntilServed(back));
      if (backSeconds.length % roundsBetweenWords === 0)
        say(`${2 * backSeconds.length} of ${count} switches`);
    }
    const tally = await users.stop();
    for (const line of describeTally(tally)) say(line);
    say(`from the rollback command to all traffic on the old release: ${describeSeconds(backSeconds)}`);
    const { requests, failed, perSecond } = totalOf(tally);
    const figures = `${count} switches, ${failed} of ${requests} requests failed, ${perSecond.toFixed(0)} requests a second (goal: ${goalPerSecond})`;
    return { isHeld: failed === 0 && perSecond >= goalPerSecond, figures };
  } finally {
    users?.end();
    await stand.close();
  }
}

/** Gives the rollback. Throws with the output when one of the two does not do what it is for. */
async function switchThereAndBack(
  stand: DeployStand,
  {
    source,
    first,
    isWatched,
  }: { readonly source: string; readonly first: string; readonly isWatched: boolean },
): Promise<CommandResult> {
  const watch = isWatched ? ['--watch-seconds', watchSeconds] : [];
  const deployment = stand.run('deploy', '--source', source, ...ungated, ...watch);
  await (isWatched ? Promise.race([deployment, whenWatched(stand, first)]) : deployment);
  const serving = await stand.serving();
  const back = await stand.run('rollback');
  const there = await deployment;
  // Whoever watches a release that is taken back meanwhile is told so.
  const failed = there.exitCode !== (isWatched ? 1 : 0) ? there : back.exitCode !== 0 ? back : undefined;
  if (failed !== undefined) throw new Error(`a command ended with ${failed.exitCode}:\n${failed.output}`);
  if (serving === first) throw new Error(`a deployment left ${first} serving:\n${there.output}`);
  if ((await stand.serving()) !== first)
    throw new Error(`a rollback did not lead to ${first}:\n${back.output}`);
  return back;
}
