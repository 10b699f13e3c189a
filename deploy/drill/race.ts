/** Many deployments started together: one wins, the others say who holds the lock, and nobody takes it from a living one. */
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { CommandResult } from '../stand/deploy-stand.ts';
import { readJournal } from '../state/journal.ts';
import { nodeOptionsFor } from './injection.ts';
import type { DrillPart, DrillResult, DrillTools } from './part.ts';
import { findFaults, rememberState } from './soundness.ts';
import { type TwoReleases, withTwoReleases } from './two-releases.ts';

/** Long enough that nobody comes when the winner is done already. */
const winnersGate = ['--gate-seconds', '3', '--allow-unproven'] as const;
const arrivalTimeoutMs = 120_000;

const contenders = 20;

export const race: DrillPart = {
  name: 'race',
  title: `${contenders} deployments started together, on a free lock and on a dead owner's`,
  run: (tools) => runRace(contenders, tools),
};

export async function runRace(count: number, { say, signal }: DrillTools): Promise<DrillResult> {
  return withTwoReleases(async (two) => {
    let held = 0;
    for (const { title, leave, takeovers } of rounds) {
      signal.throwIfAborted();
      const faults = await runRound(two, count, { leave, takeovers });
      const outcome = `one won, ${count - 1} said who holds the lock, ${takeovers} took over a dead owner's`;
      say(`${title}: ${faults.length === 0 ? outcome : faults.join('; ')}`);
      if (faults.length === 0) held += 1;
    }
    const figures = `${held} of ${rounds.length} races of ${count} had one winner, and losers that name it`;
    return { isHeld: held === rounds.length, figures };
  });
}

interface Round {
  /** What the contenders find. */
  readonly leave: (two: TwoReleases) => Promise<unknown>;
  /** How many of them must have taken a lock over. */
  readonly takeovers: number;
}

const rounds: readonly (Round & { readonly title: string })[] = [
  { title: 'free lock', leave: async () => undefined, takeovers: 0 },
  {
    title: 'lock of a dead owner',
    leave: ({ stand, source }) =>
      stand.runWith(
        nodeOptionsFor({ kind: 'kill-before-entry', entry: 'done start' }),
        'deploy',
        '--source',
        source,
        ...winnersGate,
      ),
    takeovers: 1,
  },
];

/** Gives what was amiss. */
async function runRound(two: TwoReleases, count: number, { leave, takeovers }: Round): Promise<string[]> {
  const { stand, source } = two;
  await leave(two);
  const before = await rememberState(stand);
  const linesBefore = (await readJournal(stand.root)).entries.length;
  const folder = join(stand.folder, 'waiting');
  await mkdir(folder);
  const options = nodeOptionsFor({ kind: 'wait-at-lock', folder });
  const running = Array.from({ length: count }, () =>
    stand.runWith(options, 'deploy', '--source', source, ...winnersGate),
  );
  const arrived = await whenAllWait(folder, count);
  // Whoever did not come is told as well: it must not wait for ever.
  await writeFile(join(folder, 'go'), '');
  const results = await Promise.all(running);
  await rm(folder, { recursive: true });
  const since = (await readJournal(stand.root)).entries.slice(linesBefore);
  const won = since.filter(({ verb, phase }) => verb === 'deploy' && phase === 'begin');
  const taken = since.filter(({ phase }) => phase === 'takeover').length;
  return [
    ...(arrived === count ? [] : [`only ${arrived} of ${count} came to the lock`]),
    ...(won.length === 1 ? [] : [`${won.length} deployments began`]),
    ...(taken === takeovers ? [] : [`${taken} took the lock over, where ${takeovers} should`]),
    ...findLosersAtFault(results, pidOf(won[0]?.detail)),
    ...(await findFaults(stand, before)),
  ];
}

async function whenAllWait(folder: string, count: number): Promise<number> {
  const deadline = performance.now() + arrivalTimeoutMs;
  for (;;) {
    const { length } = await readdir(folder);
    if (length === count || performance.now() > deadline) return length;
    await pause(20);
  }
}

/** One of them ends well; each of the others must name the one that does, in one sentence. */
function findLosersAtFault(results: readonly CommandResult[], winner: number | undefined): string[] {
  const winners = results.filter(({ exitCode }) => exitCode === 0).length;
  const sentence = new RegExp(
    `^deploy refused: a deploy by .* \\(pid ${winner} on .*\\) holds .* since 20`,
    'm',
  );
  const silent = results.filter(({ exitCode, output }) => exitCode !== 0 && !sentence.test(output));
  return [
    ...(winners === 1 ? [] : [`${winners} of ${results.length} ended well`]),
    ...silent.map(({ output }) => `one lost without naming pid ${winner}: ${output.trim()}`),
  ];
}

function pidOf(detail: Readonly<Record<string, unknown>> | undefined): number | undefined {
  const from = detail?.from;
  const pid = typeof from === 'object' && from !== null && 'pid' in from ? from.pid : undefined;
  return typeof pid === 'number' ? pid : undefined;
}
