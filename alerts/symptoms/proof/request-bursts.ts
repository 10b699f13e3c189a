/** Scenarios of a share of few requests: chance explains it, or does not. */
import { failuresPerClient, surpriseNeeded, surpriseOf } from '../../significance.ts';
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

export function requestBursts(setting: BurstSetting, figures: RequestShare): Scenario[] {
  const { minimumFailures } = figures;
  const { explained, unexplained, all } = chanceEdge(figures);
  return [
    burstScenario(setting, {
      name: 'one failed request on a quiet night tells nobody',
      bad: 1,
      all: 1,
      isSeen: false,
    }),
    burstScenario(setting, {
      name: 'too few failures tell nobody',
      bad: justUnder * minimumFailures,
      all: justUnder * minimumFailures,
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
    burstScenario(setting, {
      name: 'a share that chance explains tells nobody',
      bad: explained,
      all,
      isSeen: false,
    }),
    burstScenario(setting, {
      name: 'a share that chance does not explain is seen',
      bad: unexplained,
      all,
      isSeen: true,
    }),
  ];
}

/** Of the same requests, both shares over the threshold: what the guard still stops, and one failing client more. */
function chanceEdge(figures: RequestShare): { explained: number; unexplained: number; all: number } {
  const { thresholdRatio, minimumFailures, chanceOfFalse } = figures;
  const needed = surpriseNeeded(chanceOfFalse);
  for (let clients = Math.ceil(minimumFailures / failuresPerClient); clients < 1_000; clients += 1) {
    const explained = 0.995 * failuresPerClient * clients;
    const unexplained = 1.01 * failuresPerClient * clients;
    const all = (0.99 * explained) / thresholdRatio;
    const surprise = (failures: number): number => surpriseOf(failures, all, healthyTarget(figures));
    if (surprise(explained) <= needed && surprise(unexplained) > needed)
      return { explained, unexplained, all };
  }
  throw new Error(
    `a share of ${thresholdRatio} with chanceOfFalse ${chanceOfFalse}: the guard never decides; choose a smaller chance.`,
  );
}
