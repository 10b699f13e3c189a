/** Who owns a service and how much it matters, from the labels by which documents of both formats say it. */
import type { ServiceDefinition } from '../service-definition.ts';

export type Labels = Readonly<Record<string, string | readonly string[]>>;

const tiers: readonly ServiceDefinition['tier'][] = [1, 2, 3];

export interface FromLabels {
  readonly owner?: string;
  readonly tier?: ServiceDefinition['tier'];
  /** The keys that were used; the others are left behind. */
  readonly used: readonly string[];
}

/** `owner`, else `team`, with one value; `tier` or `serviceTier` as 1, 2, 3 or tier-1. */
export function fromLabels(labels: Labels = {}): FromLabels {
  const ownerKey = ['owner', 'team'].find((key) => single(labels[key]) !== undefined);
  const tierKey = ['tier', 'serviceTier'].find((key) => tierOf(labels[key]) !== undefined);
  const owner = ownerKey === undefined ? undefined : single(labels[ownerKey]);
  const tier = tierKey === undefined ? undefined : tierOf(labels[tierKey]);
  return {
    ...(owner !== undefined && { owner }),
    ...(tier !== undefined && { tier }),
    used: [ownerKey, tierKey].filter((key) => key !== undefined),
  };
}

function single(value: Labels[string] | undefined): string | undefined {
  const values = typeof value === 'string' ? [value] : (value ?? []);
  return values.length === 1 && values[0]?.trim() !== '' ? values[0] : undefined;
}

function tierOf(value: Labels[string] | undefined): ServiceDefinition['tier'] | undefined {
  const said = single(value)?.replace(/^tier-/, '');
  return tiers.find((tier) => String(tier) === said);
}
