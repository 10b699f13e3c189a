/** What a counter that only goes up must be given so that it says what the store says. */
import type { Figure, TotalFigure } from './figure.ts';

export interface Setback {
  readonly name: TotalFigure;
  readonly labels: Readonly<Record<string, string>>;
  readonly from: number;
  /** 0 where the series is gone. */
  readonly to: number;
}

export interface Increments {
  readonly increments: readonly Figure<TotalFigure>[];
  /** Totals that became less: a fault, for rows are only added. Their counters stay as they are. */
  readonly setbacks: readonly Setback[];
  /** The totals that the counters show once they have the increments. */
  readonly shown: ReadonlyMap<string, Figure<TotalFigure>>;
}

export function planIncrements(
  shown: ReadonlyMap<string, Figure<TotalFigure>>,
  totals: readonly Figure<TotalFigure>[],
): Increments {
  const now = new Map(totals.map((total) => [keyOf(total), total]));
  const setbacks = [...shown].flatMap(([key, { name, labels, value: from }]) => {
    const to = now.get(key)?.value ?? 0;
    return to < from ? [{ name, labels, from, to }] : [];
  });
  const increments = [...now].flatMap(([key, total]) => {
    const before = shown.get(key)?.value;
    // A first 0 is worth telling: the series is born by it.
    const by = total.value - (before ?? 0);
    return by > 0 || before === undefined ? [{ ...total, value: by }] : [];
  });
  const risen = increments.flatMap((total) => {
    const key = keyOf(total);
    const current = now.get(key);
    return current === undefined ? [] : [[key, current] as const];
  });
  return { increments, setbacks, shown: new Map([...shown, ...risen]) };
}

/** Labels come in the order in which their figure is made, always the same. */
function keyOf({ name, labels }: Figure): string {
  return JSON.stringify([name, labels]);
}
