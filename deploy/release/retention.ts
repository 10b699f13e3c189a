/** Which releases must stay, and why. Nothing is read or removed here. */

/** How many of the newest stay unless told otherwise, needed or not. */
export const defaultKept = 5;

export interface Stock {
  /** In the order of building. */
  readonly releases: readonly string[];
  readonly current: string | undefined;
  /** Earlier good releases, the latest first. */
  readonly good: readonly string[];
  /** What served before the current one; after a rollback that is the bad one, which somebody will want to look at. */
  readonly replaced: string | undefined;
  readonly inSlots: readonly string[];
}

/** Release to the first reason for which it stays. */
export function chooseKept(stock: Stock, count: number): ReadonlyMap<string, string> {
  const { releases, current, good, replaced, inSlots } = stock;
  const lastGood = good.find((id) => releases.includes(id));
  const reasons: [string | undefined, string][] = [
    [current, 'current'],
    [lastGood, 'last good'],
    [replaced, 'previous'],
    ...inSlots.map((id): [string, string] => [id, 'in a slot']),
    ...releases.slice(-count).map((id): [string, string] => [id, `one of the newest ${count}`]),
  ];
  const kept = new Map<string, string>();
  for (const [id, reason] of reasons)
    if (id !== undefined && releases.includes(id) && !kept.has(id)) kept.set(id, reason);
  return kept;
}
