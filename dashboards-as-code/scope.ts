/** What a board's variables narrow a query to, and labels that only compile when some signal carries them. */
import type { Scope } from '../alerts/objective-queries.ts';
import { type Expr, type LabelCondition, matches, sumBy } from '../alerts/promql.ts';
import type { LabelOf, SignalName, TargetLabel } from '../service/signals.ts';

/** Labels of the instruments, of the scrape and of histograms. */
export type BoardLabel = { [S in SignalName]: LabelOf<S> }[SignalName] | TargetLabel | 'le';
export type BoardConditions = { readonly [L in BoardLabel]?: LabelCondition };

/** Four scrapes or more, whatever the zoom: a rate over fewer would miss resets and go blank. */
export const rateWindow = '$__rate_interval';
/** The whole time range that the board shows. */
export const shownRange = '$__range';

export const inEnvironment = { environment: '$environment' } as const satisfies BoardConditions;

export const inSelectedReleases = {
  ...inEnvironment,
  release: matches('$release'),
} as const satisfies BoardConditions;

export const inSelectedRoutes = {
  ...inSelectedReleases,
  route: matches('$route'),
} as const satisfies BoardConditions;

export function sumOver(by: readonly BoardLabel[], arg: Expr): Expr {
  return sumBy(by, arg);
}

/** The scope of a question about an objective; see objective-queries.ts. */
export function scopeOf(only: BoardConditions, by: readonly BoardLabel[] = [], window = rateWindow): Scope {
  return { window, by, only };
}
