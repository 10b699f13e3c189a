/** Figures as sentences have them. */

/** 0.05 is "5 %". */
export function asPercent(ratio: number): string {
  return `${Number((ratio * 100).toPrecision(6))} %`;
}
