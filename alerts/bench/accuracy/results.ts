/** The table and goal of `npm run bench:accuracy`. */
import { slothMeasured } from '../peers/sloth-measured.ts';
import { renderGoals, renderTable } from '../report.ts';
import type { MeasuredScenario } from './measure.ts';

const goalPoints = 2;

export interface AccuracyContext {
  readonly prometheus: string;
  /** How Sloth was had, or why not. */
  readonly sloth: string;
}

export function describeAccuracy(
  measured: readonly MeasuredScenario[],
  { prometheus, sloth }: AccuracyContext,
): string[] {
  const worst = Math.max(...measured.map(({ ours, truth }) => points(ours, truth)));
  return [
    '# What is left of the error budget after 30 days',
    `An objective of 99.9 % over 30 days, two processes scraped every 30 s, 5 requests a second at midnight and 100 at noon. The truth is what the processes counted. Ours are the budget window's recorded counts, Sloth's is its recorded \`ratio_rate30d\`, an average of five-minute ratios in which every minute weighs the same; both rules are asked at the end of the 30 days (between two evaluations ours is up to an hour old). Both come from ${prometheus}, which evaluated their own rules over the 30 days (\`promtool tsdb create-blocks-from rules\`, level by level, since promtool's rules do not see each other's results). ${sloth}`,
    renderTable(
      ['scenario', 'truth', 'ours', 'Sloth', 'error of ours, points', "error of Sloth's, points"],
      measured.map(describeScenario),
    ),
    '## Goal',
    renderGoals([
      {
        what: `at most ${goalPoints} percentage points off, in every scenario`,
        isMet: worst <= goalPoints,
        measured: `at most ${worst.toFixed(2)}`,
      },
    ]),
  ];
}

function describeScenario({ scenario, truth, ours, sloth }: MeasuredScenario): string[] {
  const peer = sloth ?? slothMeasured.budgetLeft[scenario.service];
  return [
    scenario.what,
    percent(truth),
    percent(ours),
    `${percent(peer)}${sloth === undefined ? ' (committed)' : ''}`,
    points(ours, truth).toFixed(2),
    points(peer, truth).toFixed(1),
  ];
}

/** How far two shares are apart, in percentage points. */
function points(measured: number, truth: number): number {
  return Math.abs(measured - truth) * 100;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
