/** No room left from some write on: at every write of deploy and rollback, and once on a real file system that is full. */
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand, runOrThrow } from '../../programs/run.ts';
import { DeployStand } from '../stand/deploy-stand.ts';
import { hasCode } from '../state/error-code.ts';
import { runCase } from './crash-case.ts';
import { nodeOptionsFor } from './injection.ts';
import type { DrillPart, DrillResult } from './part.ts';
import { runLanes, runSeries, type Series, sumOfSeries } from './series.ts';
import { findFaults, rememberState } from './soundness.ts';
import { type TwoReleases, ungated, watchedBriefly, withTwoReleases } from './two-releases.ts';

export const fullDisk: DrillPart = {
  name: 'disk',
  title: 'no room left on the disk, from each write on, of deploy and rollback',
  run: async (tools) => {
    const results = await runLanes(
      [fullDeploySeries, fullRollbackSeries].map((seriesOf) =>
        withTwoReleases(async (two) => [await runSeries(seriesOf(two), two.stand, tools)]),
      ),
    );
    const { isHeld, figures } = sumOfSeries(results);
    const real = await fillRealDisk(tools.say);
    return { isHeld: isHeld && real.isHeld, figures: `${figures}; ${real.figures}` };
  },
};

export function fullDeploySeries({ source }: TwoReleases): Series {
  return {
    title: 'deploy, disk full from each write on',
    strike: (stand, write) =>
      runCase(stand, () =>
        stand.runWith(
          nodeOptionsFor({ kind: 'full-from', write }),
          'deploy',
          '--source',
          source,
          ...watchedBriefly,
        ),
      ),
  };
}

function fullRollbackSeries({ other }: TwoReleases): Series {
  return {
    title: 'rollback, disk full from each write on',
    strike: (stand, write) =>
      runCase(stand, async () =>
        stand.runWith(nodeOptionsFor({ kind: 'full-from', write }), 'rollback', '--to', await other()),
      ),
  };
}

/** Releases and state on a small file system in memory, filled up before the second deployment. */
async function fillRealDisk(say: (line: string) => void): Promise<DrillResult> {
  const stand = await DeployStand.open();
  const mount = ['-t', 'tmpfs', '-o', 'size=2m', 'tocsin-drill', stand.root];
  try {
    await mkdir(stand.root, { recursive: true });
    const { exitCode, stderr } = await runCommand('mount', mount).catch((error: unknown) => ({
      exitCode: 1,
      stderr: error instanceof Error ? error.message : String(error),
    }));
    if (exitCode !== 0) {
      say(`nothing can be mounted here: ${stderr.trim()}`);
      return { isHeld: true, figures: 'a real full disk was NOT tried' };
    }
    try {
      return await deployToFullDisk(stand, say);
    } finally {
      await runOrThrow('umount', ['--lazy', stand.root]);
    }
  } finally {
    await stand.close();
  }
}

async function deployToFullDisk(stand: DeployStand, say: (line: string) => void): Promise<DrillResult> {
  const source = await stand.writeSource({});
  await stand.deployed(source);
  const before = await rememberState(stand);
  const filler = join(stand.root, 'filler');
  await mkdir(filler);
  for (let number = 0; await hasRoomFor(join(filler, String(number))); number += 1);
  const full = await stand.run('deploy', '--source', source, ...ungated);
  const files = (await readdir(filler)).length;
  await rm(filler, { recursive: true });
  const resumed = await stand.run('resume');
  const faults = [
    ...(full.exitCode === 1 && full.output.includes('ENOSPC')
      ? []
      : [`on a full disk deploy ended with ${full.exitCode}: ${full.output}`]),
    ...(resumed.exitCode === 0 ? [] : [`resume ended with ${resumed.exitCode}: ${resumed.output}`]),
    ...(await findFaults(stand, before)),
  ];
  for (const fault of faults) say(`a real full disk: ${fault}`);
  const outcome =
    faults.length === 0
      ? 'refused, the old release serves, and a resume finds all in order'
      : 'NOT recovered';
  const figures = `a real full disk (2 MB, filled with ${files} files): ${outcome}`;
  return { isHeld: faults.length === 0, figures };
}

async function hasRoomFor(path: string): Promise<boolean> {
  try {
    await writeFile(path, 'x'.repeat(4_096));
    return true;
  } catch (error) {
    if (hasCode(error, 'ENOSPC')) return false;
    throw error;
  }
}
