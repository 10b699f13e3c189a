/** What a board's variables narrow a question to, as far as the series that it is asked of can tell. */
import type { Objective } from '../alerts/objective.ts';
import { selectorsOf } from '../alerts/objective.ts';
import type { Scope } from '../alerts/objective-queries.ts';
import { type LabelCondition, matches } from '../alerts/promql.ts';
import type { LogicalLabel, SeriesLabels } from '../alerts/series-labels.ts';
import type { ServiceDefinition } from '../alerts/service-definition.ts';
import { type Signal, signals, type targetLabels } from '../service/signals.ts';

export type BoardVariable = 'environment' | 'release' | 'route';
export type BoardConditions = { readonly [L in BoardVariable]?: LabelCondition };

/** Four scrapes or more, whatever the zoom: a rate over fewer would miss resets and go blank. */
export const rateWindow = '$__rate_interval';
/** The whole time range that the board shows. */
export const shownRange = '$__range';

const chosen = {
  environment: '$environment',
  release: matches('$release'),
  route: matches('$route'),
} as const satisfies BoardConditions;

/** What has series: an objective or a declared signal. */
interface Measured {
  readonly labels?: SeriesLabels;
}

/** Whether its series tell one value of this label from another. */
export function tells({ labels = {} }: Measured, label: LogicalLabel): boolean {
  return labels[label] === undefined || typeof labels[label] === 'string';
}

/** Objectives in the metrics of service/signals.ts, which say which labels there are; others are taken at their word. */
export function tellsRoutes(objective: Objective): boolean {
  const metrics = selectorsOf(objective).map(({ metric }) => metric);
  const own = Object.values<Signal>(signals).filter((signal) =>
    metrics.some((metric) => metric.startsWith(signal.metric)),
  );
  return tells(objective, 'route') && own.every(({ labels }) => 'route' in labels);
}

export function inEnvironment(measured: Measured): BoardConditions {
  return tells(measured, 'environment') ? { environment: chosen.environment } : {};
}

export function inSelectedReleases(measured: Measured): BoardConditions {
  return { ...inEnvironment(measured), ...(tells(measured, 'release') ? { release: chosen.release } : {}) };
}

export function inSelectedRoutes(objective: Objective): BoardConditions {
  return { ...inSelectedReleases(objective), ...(tellsRoutes(objective) ? { route: chosen.route } : {}) };
}

/** The same for recorded counts, which call it so themselves. */
export function recordedIn(measured: Measured): { readonly environment?: string } {
  return tells(measured, 'environment') ? { environment: chosen.environment } : {};
}

/** What is recorded or alerted about a service carries the environment, where any of its series tells one. */
export function inEnvironmentOf({ objectives, signals: declared = [] }: ServiceDefinition): BoardConditions {
  const measured: readonly Measured[] = [...objectives, ...declared];
  return measured.some((one) => tells(one, 'environment')) ? { environment: chosen.environment } : {};
}

/** The scope of a question about an objective; see objective-queries.ts. */
export function scopeOf(
  only: BoardConditions,
  by: readonly (LogicalLabel | (typeof targetLabels)[number])[] = [],
  window = rateWindow,
): Scope {
  return { window, by, only };
}
