/** Two lists of things that go by a key, put side by side. */

export interface Matched<T> {
  readonly added: readonly T[];
  readonly removed: readonly T[];
  readonly kept: readonly { readonly older: T; readonly newer: T }[];
}

/** In the order of the newer list; of several with one key the last counts. */
export function matchBy<T>(older: readonly T[], newer: readonly T[], keyOf: (item: T) => string): Matched<T> {
  const before = new Map(older.map((item) => [keyOf(item), item]));
  const after = new Map(newer.map((item) => [keyOf(item), item]));
  return {
    added: [...after].filter(([key]) => !before.has(key)).map(([, item]) => item),
    removed: [...before].filter(([key]) => !after.has(key)).map(([, item]) => item),
    kept: [...after].flatMap(([key, item]) => {
      const found = before.get(key);
      return found === undefined ? [] : [{ older: found, newer: item }];
    }),
  };
}

/** The fewest keys that must have been moved to turn one order into the other; both hold the same keys. */
export function movedKeys(older: readonly string[], newer: readonly string[]): Set<string> {
  const position = new Map(older.map((key, index) => [key, index]));
  const ranks = newer.map((key) => position.get(key) ?? -1);
  // The longest run that kept its order, ending at each place; boards have some dozens of panels.
  const runs: number[][] = [];
  for (const [index, rank] of ranks.entries()) {
    const before = runs.filter((run) => (ranks[run.at(-1) ?? -1] ?? -1) < rank);
    const longest = before.reduce<number[]>((best, run) => (run.length > best.length ? run : best), []);
    runs.push([...longest, index]);
  }
  const stayed = runs.reduce<number[]>((best, run) => (run.length > best.length ? run : best), []);
  return new Set(newer.filter((_, index) => !stayed.includes(index)));
}
