/** Scenarios of a share of few requests: chance explains it, or does not. */
import { decisiveCounts } from '../../proof/guard-counts.ts';
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
  const { minimumFailures, chanceOfFalse } = figures;
  // `increase` gives fractions of events, so just under the floor is one of them.
  const fewer = [1, Math.floor(minimumFailures - 1), justUnder * minimumFailures];
  return fewer.some(
    (count) => surpriseOf(count, count, healthyTarget(figures)) > surpriseNeeded(chanceOfFalse),
  );
}

const justUnder = 0.96;

/** `slack` is the share by which the engine may miscount the window's events. */
export function requestBursts(setting: BurstSetting, figures: RequestShare, slack: number): Scenario[] {
  const { thresholdRatio, minimumFailures, chanceOfFalse } = figures;
  const burst = (name: string, bad: number, all: number, isSeen: boolean): Scenario =>
    burstScenario(setting, { name, bad, all, isSeen });
  const decisive = decisiveCounts({
    target: healthyTarget(figures),
    chanceOfFalse,
    threshold: thresholdRatio,
    fewestBad: isFloorNeeded(figures) ? minimumFailures : 1,
    slack,
  });
  if (decisive.length === 0)
    throw new Error(
      `a share of ${thresholdRatio} with chanceOfFalse ${chanceOfFalse}: the guard never decides; choose a smaller chance.`,
    );
  const tooFew = justUnder * minimumFailures;
  return [
    burst('one failed request on a quiet night tells nobody', 1, 1, false),
    burst('too few failures tell nobody', tooFew, tooFew, false),
    ...(isFloorNeeded(figures)
      ? [burst('just enough failures are seen', minimumFailures, minimumFailures, true)]
      : []),
    ...decisive.map(({ bad, total, fires }) =>
      fires
        ? burst(`${bad} of ${total}, which chance does not explain, are seen`, bad, total, true)
        : burst(`${bad} of ${total}, which chance explains, tell nobody`, bad, total, false),
    ),
  ];
}
