/** The table and goals of `npm run bench:generation`. */
import { slothMeasured } from '../peers/sloth-measured.ts';
import { renderGoals, renderTable } from '../report.ts';
import type { Usage } from './child-usage.ts';
import { objectives, serviceCount } from './many-services.ts';
import type { MeasuredGenerator } from './measure.ts';

const goal = { seconds: 3, megabytes: 300 } as const;

export interface GenerationContext {
  /** How Sloth was had, or why not. */
  readonly sloth: string;
  readonly machine: string;
}

export function describeGeneration(
  ours: MeasuredGenerator,
  sloth: MeasuredGenerator | undefined,
  { sloth: peer, machine }: GenerationContext,
): string[] {
  const seconds = median(ours.runs.map((run) => run.seconds));
  const megabytes = Math.max(...ours.runs.map((run) => run.peakMegabytes ?? Number.NaN));
  return [
    '# Generating for a hundred services',
    `${serviceCount} services with ${objectives.length} objectives each. Ours is \`npm run alerts\` itself, on a copy of the tree with such a catalog: rules, their promtool tests, Alertmanager's and Prometheus' configuration and the desk's catalog, checked before and written as a set. Each process ran ${ours.runs.length} times on ${machine}; time is the median, memory the highest. Sloth writes rules only. ${peer}`,
    renderTable(
      ['generator', 'seconds', 'CPU seconds', 'peak MB', 'files', 'MB written'],
      [
        describeGenerator('ours', ours),
        sloth === undefined
          ? describeGenerator('Sloth (committed)', slothMeasured.generation)
          : describeGenerator('Sloth', sloth),
      ],
    ),
    '## Goals',
    renderGoals([
      {
        what: `${goal.seconds} s or less`,
        isMet: seconds <= goal.seconds,
        measured: `${seconds.toFixed(1)} s, of which the processor worked ${median(ours.runs.map((run) => run.cpuSeconds ?? Number.NaN)).toFixed(1)} s`,
      },
      {
        what: `under ${goal.megabytes} MB of resident memory at the peak`,
        isMet: megabytes < goal.megabytes,
        measured: `${megabytes.toFixed(0)} MB`,
      },
    ]),
  ];
}

function describeGenerator(name: string, { runs, files, megabytes }: MeasuredGenerator): string[] {
  const figure = (of: (run: Usage) => number | undefined, digits: number, pick: typeof median): string => {
    const values = runs.flatMap((run) => of(run) ?? []);
    return values.length === 0 ? 'not measured' : pick(values).toFixed(digits);
  };
  return [
    name,
    figure((run) => run.seconds, 1, median),
    figure((run) => run.cpuSeconds, 1, median),
    figure(
      (run) => run.peakMegabytes,
      0,
      (values) => Math.max(...values),
    ),
    String(files),
    megabytes.toFixed(1),
  ];
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
