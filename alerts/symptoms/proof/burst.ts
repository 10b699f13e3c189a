/** Scenarios of few requests: a share of them means nothing until chance cannot explain it. */

import type { Duration } from '../../duration.ts';
import { surpriseNeeded, surpriseOf } from '../../significance.ts';
import type { DeclaredSignal } from '../declared-signal.ts';
import type { RequestShare } from '../figures/figure.ts';
import { placeOf } from './place.ts';
import type { InputSeries, Phase, Scenario } from './scenario.ts';
import { stepsIn } from './threshold-proof.ts';

interface Bursts {
  readonly signal: DeclaredSignal;
  readonly figures: RequestShare;
  readonly healthyTarget: number;
  readonly step: Duration;
  readonly lagSteps: number;
  readonly inputs: (
    labels: Readonly<Record<string, string>>,
    failed: readonly Phase[],
    all: readonly Phase[],
  ) => InputSeries[];
}

const quietSteps = 50;

export function burstScenarios(bursts: Bursts): Scenario[] {
  const { figures, healthyTarget } = bursts;
  const { minimumFailures, thresholdRatio, chanceOfFalse } = figures;
  const needed = surpriseNeeded(chanceOfFalse);
  const overThreshold = (failed: number): number => Math.floor((0.98 * failed) / thresholdRatio);
  const surprise = (failed: number): number => surpriseOf(failed, overThreshold(failed), healthyTarget);
  const counts = Array.from({ length: 200 }, (_, index) => minimumFailures + index);
  // A Prometheus 3 sees one sample less in a window and extrapolates by a third where it holds four: a wide berth.
  const explained = counts.filter((failed) => surprise(failed) < 0.7 * needed).at(-1);
  const unexplained = counts.find((failed) => surprise(failed) > needed);
  return [
    burst(bursts, 'one failed request on a quiet night tells nobody', 1, 1, false),
    burst(bursts, 'too few failures tell nobody', Math.floor(0.6 * minimumFailures), minimumFailures, false),
    ...(surpriseOf(minimumFailures, minimumFailures, healthyTarget) > needed
      ? [burst(bursts, 'just enough failures are seen', minimumFailures, minimumFailures, true)]
      : []),
    ...(explained === undefined
      ? []
      : [
          burst(
            bursts,
            'a share that chance explains tells nobody',
            explained,
            overThreshold(explained),
            false,
          ),
        ]),
    ...(unexplained === undefined
      ? []
      : [
          burst(
            bursts,
            'a share that chance does not explain is seen',
            unexplained,
            overThreshold(unexplained),
            true,
          ),
        ]),
  ];
}

/** All of it within one step, and nothing before or after. */
function burst(
  { signal, figures, step, lagSteps, inputs }: Bursts,
  name: string,
  failed: number,
  all: number,
  isSeen: boolean,
): Scenario {
  const once = (value: number): Phase[] => [
    { steps: quietSteps, value: 0 },
    { steps: 1, value },
    { steps: quietSteps, value: 0 },
  ];
  const { labels } = placeOf(signal, ['instance']);
  const seenAt = quietSteps + lagSteps;
  return {
    name,
    inputs: inputs(labels, once(failed), once(all)),
    checks: isSeen
      ? [{ step: seenAt + 1, state: stepsIn(figures.hold, step) > 2 ? 'pending' : 'firing' }]
      : [0, 1, 2, 3].map((later) => ({ step: seenAt + later, state: 'silent' })),
  };
}
