/** Where a value turns from fine to bad, taken from the catalog and the tiers: no threshold is typed in a panel. */
import { type BurnRateTier, badRatioThreshold, burnRateTiers, thresholdFactor } from '../alerts/burn-rate.ts';
import type { Objective } from '../alerts/objective.ts';
import type { Level } from '../alerts/symptoms/figures/figure.ts';
import type { ResolvedLevel } from '../alerts/symptoms/figures.ts';

export interface ThresholdStep {
  /** null is the step that holds below all others. */
  readonly value: number | null;
  readonly color: string;
}

const colors = { warning: 'orange', critical: 'red' } as const satisfies Record<
  BurnRateTier['severity'],
  string
>;

/** What a step's colour says; undefined for one that is no alarm. */
export function severityOf({ color }: ThresholdStep): BurnRateTier['severity'] | undefined {
  return (['warning', 'critical'] as const).find((severity) => colors[severity] === color);
}

/** No judgement: without it Grafana paints everything over 80 red. */
export const noThresholds: readonly ThresholdStep[] = [{ value: null, color: 'text' }];

/** One step a tier, at its burn rate. */
export function burnRateThresholds({ target }: Objective): ThresholdStep[] {
  return tierSteps((tier) => thresholdFactor(target, tier));
}

/** One step a tier, at the share of bad events that makes it burn. */
export function badRatioThresholds(objective: Objective): ThresholdStep[] {
  return tierSteps((tier) => badRatioThreshold(objective.target, tier));
}

/** Red from the time on that the objective calls too slow. */
export function latencyThresholds({ thresholdSeconds }: Objective): readonly ThresholdStep[] {
  if (thresholdSeconds === undefined) return noThresholds;
  return [
    { value: null, color: 'green' },
    { value: thresholdSeconds, color: 'red' },
  ];
}

/** Of an error budget: red once nothing is left. */
export const budgetLeftThresholds: readonly ThresholdStep[] = [
  { value: null, color: 'red' },
  { value: 0, color: 'green' },
];

/** One step a level of a symptom, at the figure from which on somebody is told; the higher, the worse. */
export function levelThresholds<Figures extends Level>(
  levels: readonly ResolvedLevel<Figures>[],
  figureOf: (figures: Figures) => number,
): ThresholdStep[] {
  const steps = levels.map(({ severity, figures }) => ({
    value: figureOf(figures),
    color: colors[severity],
  }));
  return [{ value: null, color: 'green' }, ...steps.sort((a, b) => a.value - b.value)];
}

/** The same where less is worse: red up to the critical figure, orange up to the warning one. */
export function leastThresholds<Figures extends Level>(
  levels: readonly ResolvedLevel<Figures>[],
  figureOf: (figures: Figures) => number,
): ThresholdStep[] {
  const sorted = levels.toSorted((a, b) => figureOf(a.figures) - figureOf(b.figures));
  return sorted.flatMap(({ severity, figures }, index) => [
    { value: index === 0 ? null : figureOf(sorted[index - 1]?.figures ?? figures), color: colors[severity] },
    ...(index === sorted.length - 1 ? [{ value: figureOf(figures), color: 'green' }] : []),
  ]);
}

function tierSteps(limitOf: (tier: BurnRateTier) => number): ThresholdStep[] {
  const steps = burnRateTiers.map((tier) => ({ value: limitOf(tier), color: colors[tier.severity] }));
  return [{ value: null, color: 'green' }, ...steps.sort((a, b) => a.value - b.value)];
}
