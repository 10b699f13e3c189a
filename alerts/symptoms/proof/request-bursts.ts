/** Scenarios of a share of few requests: chance explains it, or does not. */
import { surpriseNeeded, surpriseOf } from '../../significance.ts';
import type { RequestShare } from '../figures/figure.ts';
import { type BurstSetting, burstScenario } from './burst.ts';
import type { Scenario } from './scenario.ts';

/** The share of failures at which a service counts as healthy: a fifth of what is told. */
export function healthyTarget({ thresholdRatio }: Pick<RequestShare, 'thresholdRatio'>): number {
  return 1 - thresholdRatio / 5;
}

/** Whether the floor stops anything that the guard lets pass: a clause that the others imply is left out of the rule. */
export function isFloorNeeded(figures: RequestShare): boolean {
  const fewer = figures.minimumFailures - 1;
  return surpriseOf(fewer, fewer, healthyTarget(figures)) > surpriseNeeded(figures.chanceOfFalse);
}

export function requestBursts(setting: BurstSetting, figures: RequestShare): Scenario[] {
  const { minimumFailures, thresholdRatio, chanceOfFalse } = figures;
  // Requests of which one failure is just over the threshold; surprise grows with both in proportion.
  const perFailure = 0.98 / thresholdRatio;
  const failuresNeeded = surpriseNeeded(chanceOfFalse) / surpriseOf(1, perFailure, healthyTarget(figures));
  const share = (name: string, bad: number, isSeen: boolean): Scenario =>
    burstScenario(setting, { name, bad, all: bad * perFailure, isSeen });
  return [
    burstScenario(setting, {
      name: 'one failed request on a quiet night tells nobody',
      bad: 1,
      all: 1,
      isSeen: false,
    }),
    burstScenario(setting, {
      name: 'too few failures tell nobody',
      bad: 0.96 * minimumFailures,
      all: 0.96 * minimumFailures,
      isSeen: false,
    }),
    ...(isFloorNeeded(figures)
      ? [
          burstScenario(setting, {
            name: 'just enough failures are seen',
            bad: minimumFailures,
            all: minimumFailures,
            isSeen: true,
          }),
        ]
      : []),
    share('a share that chance explains tells nobody', 0.995 * failuresNeeded, false),
    share('a share that chance does not explain is seen', 1.005 * failuresNeeded, true),
  ];
}
