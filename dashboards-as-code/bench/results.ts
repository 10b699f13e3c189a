/** The tables and goals of `npm run bench:boards`. */
import { count, type Goal, renderGoals, renderTable } from '../../alerts/bench/report.ts';
import { limits } from '../verify/limits.ts';
import { type AskedQuery, fastestMs, hasHadData, mostSamples } from '../verify/round.ts';
import type { MeasuredGeneration } from './generation.ts';
import type { MeasuredBoard } from './measure.ts';
import { thousandInAll } from './service-size.ts';

const generationGoalSeconds = 5;

interface PanelCost {
  readonly panel: string;
  readonly queries: number;
  readonly samples: number;
  /** Grafana asks a panel's queries at once: as long as its slowest one. */
  readonly ms: number;
  readonly isEmpty: boolean;
}

export function describeBoards(
  measured: readonly MeasuredBoard[],
  generation: MeasuredGeneration,
  { prometheus, machine }: { readonly prometheus: string; readonly machine: string },
): string[] {
  return [
    '# What the boards cost',
    '## The 5xx board, opened',
    `Every query that desk-errors asks of Prometheus, over one hour at a scrape of 15 s, of ${prometheus} on ${machine}; samples are \`totalQueryableSamples\` of the query statistics, milliseconds the fastest of three, with the request. Recorded series are there for their whole windows.`,
    ...measured.flatMap((board) => [
      `### ${board.size.what} (${count(board.series)} exported by ${board.size.instances} instances)`,
      renderTable(
        ['panel', 'queries', 'samples', 'ms'],
        [
          ...panelsOf(board).map(({ panel, queries, samples, ms, isEmpty }) => [
            isEmpty ? `${panel} (no data)` : panel,
            String(queries),
            count(samples),
            String(ms),
          ]),
          ['all', String(board.queries.length), count(samplesOf(board.queries)), ''],
        ],
      ),
    ]),
    '## All boards of a hundred services, made',
    `${generation.what}, both schemas, checked: ${generation.usage.seconds.toFixed(1)} s on the clock, ${generation.usage.cpuSeconds.toFixed(1)} s of processor, ${generation.usage.peakMegabytes.toFixed(0)} MB at the peak; the median of three processes.`,
    '## Goals',
    renderGoals([...measured.flatMap(goalsOf), generationGoal(generation)]),
  ];
}

function goalsOf(board: MeasuredBoard): Goal[] {
  const samples = samplesOf(board.queries);
  const slowest = Math.max(...panelsOf(board).map(({ ms }) => ms));
  const isPromised = board.size === thousandInAll;
  const of = `${board.size.what}${isPromised ? '' : ' (not promised)'}`;
  return [
    {
      what: `at most ${count(limits.samplesPerBoard)} samples over 1 h, ${of}`,
      isMet: samples <= limits.samplesPerBoard,
      measured: count(samples),
    },
    {
      what: `no panel over ${limits.goalMs} ms, ${of}`,
      isMet: slowest <= limits.goalMs,
      measured: `${slowest} ms`,
    },
  ];
}

function generationGoal({ usage: { seconds } }: MeasuredGeneration): Goal {
  return {
    what: `boards of a hundred services in ${generationGoalSeconds} s or less`,
    isMet: seconds <= generationGoalSeconds,
    measured: `${seconds.toFixed(1)} s`,
  };
}

function panelsOf({ queries }: MeasuredBoard): PanelCost[] {
  return [...Map.groupBy(queries, ({ panel }) => panel)].map(([panel, own]) => ({
    panel,
    queries: own.length,
    samples: samplesOf(own),
    ms: Math.max(...own.map(fastestMs)),
    isEmpty: !own.some(hasHadData),
  }));
}

function samplesOf(queries: readonly AskedQuery[]): number {
  return queries.reduce((sum, query) => sum + mostSamples(query), 0);
}
