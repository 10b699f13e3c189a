/**
 * Every symptom's figures in one table: from which value on somebody is told, how long it must hold, and why just
 * then. A catalog file sets its own in `symptoms`, each with a reason of its own.
 */
import type { OwnerName } from '../owners.ts';
import type { Level, Severity } from './figures/figure.ts';
import { monitoringFigures } from './figures/of-monitoring.ts';
import { requestFigures } from './figures/of-requests.ts';
import { resourceFigures } from './figures/of-resources.ts';
import { storeFigures } from './figures/of-stores.ts';

export const symptomFigures = {
  ...requestFigures,
  ...resourceFigures,
  ...storeFigures,
  ...monitoringFigures,
};

export type SymptomName = keyof typeof symptomFigures;

/** There is no such alert, and why. */
export interface SwitchedOff {
  readonly off: string;
}

/** Other figures, with their own reason. */
export type LevelAdjustment<Figures extends Level> =
  | SwitchedOff
  | (Partial<Omit<Figures, 'reason'>> & Pick<Level, 'reason'>);

/**
 * Where a service's symptoms are not the ordinary ones:
 * `{ HighLatency: { warning: { thresholdSeconds: 1, reason: 'answers carry a report' } } }`, who is told instead of
 * its owner, or `{ off: 'reason' }` for one level or the whole symptom.
 */
export type SymptomAdjustments = { readonly [Name in SymptomName]?: SymptomAdjustment<Name> };

type SymptomAdjustment<Name extends SymptomName> =
  | SwitchedOff
  | ({ readonly owner?: OwnerName } & {
      readonly [Of in keyof (typeof symptomFigures)[Name]]?: (typeof symptomFigures)[Name][Of] extends Level
        ? LevelAdjustment<(typeof symptomFigures)[Name][Of]>
        : never;
    });

/** One level as a service wants it. */
export interface ResolvedLevel<Figures extends Level> {
  readonly severity: Severity;
  readonly figures: Figures;
}

type LevelAdjustments<Figures extends Level> =
  | SwitchedOff
  | { readonly [Of in Severity]?: LevelAdjustment<Figures> | undefined };

/** The levels of a symptom with a service's own figures put in; what is switched off is left out. */
export function resolveLevels<Figures extends Level>(
  levels: { readonly [Of in Severity]?: Figures },
  adjustments: LevelAdjustments<Figures> = {},
): ResolvedLevel<Figures>[] {
  if ('off' in adjustments) return [];
  return (['warning', 'critical'] as const).flatMap((severity) => {
    const figures = levels[severity];
    const adjustment = adjustments[severity];
    if (figures === undefined || (adjustment !== undefined && 'off' in adjustment)) return [];
    return [{ severity, figures: { ...figures, ...adjustment } }];
  });
}
