/**
 * Multi-window, multi-burn-rate alerting, as data.
 *
 * A burn rate of 1 uses a window's whole error budget in exactly that window. A tier fires when both its windows burn
 * faster than `factor`: the long window says that it matters, the short one that it is still going on.
 * Factors and long windows of the middle tiers follow the SRE workbook, chapter 5, table 5-6, and the kubernetes-mixin
 * (https://sre.google/workbook/alerting-on-slos/). The first tier is ours: with a window of an hour, a failure of every
 * fifth request takes minutes to be told. No tier needs a hold against one unlucky request, since the guard
 * (`significance.ts`) keeps a number from firing that chance explains.
 */
import type { Duration } from './duration.ts';
import { budgetRatio } from './significance.ts';

export interface BurnRateTier {
  readonly name: string;
  readonly severity: 'critical' | 'warning';
  readonly factor: number;
  /**
   * Where the factor asks for more than this share of bad events (0 to 1), this share is enough, though never one that
   * burns slower than `leastFactor`. A hundred times the budget of a 99 % objective would be every request.
   */
  readonly enough?: { readonly badRatio: number; readonly leastFactor: number };
  readonly longWindow: Duration;
  readonly shortWindow: Duration;
  /** How long the condition must hold before the alert fires. */
  readonly hold: Duration;
  /** The share of healthy long windows (0 to 1) that the guard lets pass for burning ones, at most. */
  readonly chanceOfFalse: number;
  /** Which recorded level the windows are added up from, and so how often the tier is looked at. */
  readonly level: 'base' | 'long';
}

export const burnRateTiers = [
  {
    name: 'page-now',
    severity: 'critical',
    factor: 100,
    enough: { badRatio: 0.2, leastFactor: 14.4 },
    longWindow: '2m',
    shortWindow: '1m',
    hold: '0s',
    chanceOfFalse: 1e-5,
    level: 'base',
  },
  {
    name: 'page-fast',
    severity: 'critical',
    factor: 14.4,
    longWindow: '1h',
    shortWindow: '1m',
    hold: '0s',
    chanceOfFalse: 0.003,
    level: 'base',
  },
  {
    name: 'page-slow',
    severity: 'critical',
    factor: 6,
    longWindow: '6h',
    shortWindow: '30m',
    hold: '15m',
    chanceOfFalse: 0.003,
    level: 'long',
  },
  {
    name: 'ticket-fast',
    severity: 'warning',
    factor: 3,
    longWindow: '1d',
    shortWindow: '2h',
    hold: '1h',
    chanceOfFalse: 0.01,
    level: 'long',
  },
  {
    name: 'ticket-slow',
    severity: 'warning',
    factor: 1,
    longWindow: '3d',
    shortWindow: '6h',
    hold: '3h',
    chanceOfFalse: 0.01,
    level: 'long',
  },
] as const satisfies readonly BurnRateTier[];

/** Bad events that the long window must hold before any tier may fire: one client that tries again is no incident. */
export const minimumBadEvents = 5;

/** The windows that the tiers read, each once, shortest first as the tables list them. */
export function burnRateWindows(tiers: readonly BurnRateTier[]): Duration[] {
  return [...new Set(tiers.flatMap((tier) => [tier.shortWindow, tier.longWindow]))];
}

/** The share of bad events (0 to 1) over which a tier's windows burn too fast. */
export function badRatioThreshold(
  target: number,
  { factor, enough }: Pick<BurnRateTier, 'factor' | 'enough'>,
): number {
  const budget = budgetRatio(target);
  const threshold =
    enough === undefined
      ? factor * budget
      : Math.min(factor * budget, Math.max(enough.badRatio, enough.leastFactor * budget));
  // Rounded so that 14.4 x (1 - 0.999) is written 0.0144 and not 0.014400000000000013.
  return Number(threshold.toPrecision(12));
}

/** How many times too fast the budget burns at a tier's threshold: its factor, or less where a smaller share is enough. */
export function thresholdFactor(target: number, tier: Pick<BurnRateTier, 'factor' | 'enough'>): number {
  return Number((badRatioThreshold(target, tier) / budgetRatio(target)).toPrecision(6));
}
