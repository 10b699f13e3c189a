/** kill -9 before and after every line of the journal, in each verb that writes one. */
import { runCase } from './crash-case.ts';
import { type Injection, nodeOptionsFor } from './injection.ts';
import type { DrillPart, DrillTools } from './part.ts';
import { runLanes, runSeries, type Series, type SeriesResult, sumOfSeries } from './series.ts';
import { type TwoReleases, watchedBriefly, withTwoReleases } from './two-releases.ts';

export const crashMatrix: DrillPart = {
  name: 'crash',
  title: 'kill -9 at every point of the journal of deploy, rollback and resume',
  run: async (tools) => {
    // A lane for each of two cores; both are about as long.
    const lanes = await runLanes([
      runLane((two) => [...clean.map((kind) => deploySeries(two, kind)), rollbackSeries(two, 'tear')], tools),
      runLane(
        (two) => [
          ...clean.map((kind) => rollbackSeries(two, kind)),
          standbySeries(two, 'kill-before'),
          ...cutOffs.flatMap((entry) => clean.map((kind) => resumeSeries(two, kind, entry))),
        ],
        tools,
      ),
    ]);
    return sumOfSeries(lanes);
  },
};

const clean = ['kill-before', 'kill-after'] as const satisfies readonly Injection['kind'][];
/** A torn line is the same whoever was to write it: rollbacks tear one at each place. */
type Kill = (typeof clean)[number] | 'tear';

/** Where the rollback was cut off that the resume is about: one to undo, one to finish. */
const cutOffs = ['done serve', 'done point'] as const;

function runLane(
  seriesOf: (two: TwoReleases) => readonly Series[],
  tools: DrillTools,
): Promise<SeriesResult[]> {
  return withTwoReleases(async (two) => {
    const results: SeriesResult[] = [];
    for (const series of seriesOf(two)) results.push(await runSeries(series, two.stand, tools));
    return results;
  });
}

const places: Readonly<Record<Kill, string>> = {
  'kill-before': 'before each line',
  'kill-after': 'after each line',
  tear: 'in the middle of each line',
};

export function deploySeries({ source }: TwoReleases, kind: Kill): Series {
  return {
    title: `deploy and the end of its watch, ${places[kind]}`,
    strike: (stand, line) =>
      runCase(stand, () =>
        stand.runWith(nodeOptionsFor({ kind, line }), 'deploy', '--source', source, ...watchedBriefly),
      ),
  };
}

export function rollbackSeries({ other }: TwoReleases, kind: Kill): Series {
  return {
    title: `rollback, ${places[kind]}`,
    strike: (stand, line) =>
      runCase(stand, async () =>
        stand.runWith(nodeOptionsFor({ kind, line }), 'rollback', '--to', await other()),
      ),
  };
}

/** Of a deployment whose watch was killed: the standby is there, and nothing is cut off. */
export function standbySeries({ source }: TwoReleases, kind: Kill): Series {
  return {
    title: `rollback to a standby, ${places[kind]}`,
    strike: (stand, line) =>
      runCase(stand, async () => {
        const cutOff = nodeOptionsFor({ kind: 'kill-after-entry', entry: 'end' });
        await stand.runWith(cutOff, 'deploy', '--source', source, ...watchedBriefly);
        return stand.runWith(nodeOptionsFor({ kind, line }), 'rollback');
      }),
  };
}

export function resumeSeries({ other }: TwoReleases, kind: Kill, entry: string): Series {
  return {
    title: `resume of a rollback without "${entry}", ${places[kind]}`,
    strike: (stand, line) =>
      runCase(stand, async () => {
        const cutOff = nodeOptionsFor({ kind: 'kill-before-entry', entry });
        await stand.runWith(cutOff, 'rollback', '--to', await other());
        return stand.runWith(nodeOptionsFor({ kind, line }), 'resume');
      }),
  };
}
