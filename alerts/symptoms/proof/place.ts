/** Where a test's series live: an environment, and in it one of two things of a kind. */

import type { SeriesLabels } from '../../series-labels.ts';
import type { DeclaredSignal } from '../declared-signal.ts';

export interface Place {
  /** What the scrape puts on every series of the place, as the series call it. */
  readonly labels: Readonly<Record<string, string>>;
  /** Which part of the environment's whole comes from here, 0 to 1. */
  readonly weight: number;
}

interface Where {
  readonly environment: string;
  readonly thing?: string;
  readonly weight?: number;
}

/** `per` are the labels that tell things apart. */
export function placeOf(
  { labels = {} }: Pick<DeclaredSignal, 'labels'>,
  per: readonly string[],
  { environment, thing = 'a', weight = 1 }: Where,
): Place {
  const name = nameOf('environment', labels);
  return {
    labels: {
      ...(name === undefined ? {} : { [name]: environment }),
      ...Object.fromEntries(
        (per.length === 0 ? ['instance'] : per).map((label) => [nameOf(label, labels) ?? 'instance', thing]),
      ),
    },
    weight,
  };
}

/** Whether the series tell environments apart. */
export function hasEnvironments({ labels = {} }: Pick<DeclaredSignal, 'labels'>): boolean {
  return nameOf('environment', labels) !== undefined;
}

function nameOf(logical: string, labels: SeriesLabels): string | undefined {
  const label = logical === 'environment' || logical === 'instance' ? labels[logical] : undefined;
  if (label === undefined) return logical;
  return typeof label === 'string' ? label : undefined;
}
