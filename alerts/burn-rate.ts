/**
 * Multi-window, multi-burn-rate alerting, as data.
 *
 * A burn rate of 1 uses a window's whole error budget in exactly that window. A tier fires when both its windows burn
 * faster than `factor`: the long window says that it matters, the short one that it is still going on.
 * Factors, long windows and `hold` follow the SRE workbook, chapter 5, table 5-6, and the kubernetes-mixin
 * (https://sre.google/workbook/alerting-on-slos/). The first tier is quicker than theirs: its short window is 1m, so that
 * the page clears about a minute after the remedy, and it holds 15s instead of 2m, since its floor on bad events
 * already keeps one unlucky request from paging.
 */
import type { Duration } from './duration.ts';

export interface BurnRateTier {
  readonly name: string;
  readonly severity: 'critical' | 'warning';
  readonly factor: number;
  readonly longWindow: Duration;
  readonly shortWindow: Duration;
  /** How long the condition must hold before the alert fires. */
  readonly hold: Duration;
}

export const burnRateTiers = [
  {
    name: 'page-fast',
    severity: 'critical',
    factor: 14.4,
    longWindow: '1h',
    shortWindow: '1m',
    hold: '15s',
  },
  {
    name: 'page-slow',
    severity: 'critical',
    factor: 6,
    longWindow: '6h',
    shortWindow: '30m',
    hold: '15m',
  },
  { name: 'ticket-fast', severity: 'warning', factor: 3, longWindow: '1d', shortWindow: '2h', hold: '1h' },
  { name: 'ticket-slow', severity: 'warning', factor: 1, longWindow: '3d', shortWindow: '6h', hold: '3h' },
] as const satisfies readonly BurnRateTier[];

/** Bad events that the long window must hold before any tier may fire: one failed request at night is no page. */
export const minimumBadEvents = 5;

/** The windows that the tiers read, each once, shortest first as the tables list them. */
export function burnRateWindows(tiers: readonly BurnRateTier[]): Duration[] {
  return [...new Set(tiers.flatMap((tier) => [tier.shortWindow, tier.longWindow]))];
}

/** The share of bad events (0 to 1) at which a tier's windows are over its factor. */
export function badRatioThreshold(target: number, factor: number): number {
  // Rounded so that 14.4 x (1 - 0.999) is written 0.0144 and not 0.014400000000000013.
  return Number((factor * (1 - target)).toPrecision(12));
}
