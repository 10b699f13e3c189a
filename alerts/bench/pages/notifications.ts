/** How often people are told, from when alerts fire. */
import type { Firing } from './evaluate.ts';

/** Alertmanager's grouping, in seconds. */
export interface Grouping {
  readonly waitSeconds: number;
  readonly intervalSeconds: number;
}

/** The wait is that of the shipped configuration, the interval Alertmanager's default; the same for every compiler. */
export const grouping: Grouping = { waitSeconds: 5, intervalSeconds: 300 };

/**
 * When people are told that something new fires, in seconds. Alertmanager looks at a group after the wait and then
 * every interval; what resolves and fires again between two looks is no new message, and a group in which nothing fires
 * any more at a look is gone. https://prometheus.io/docs/alerting/latest/configuration/#route
 */
export function firstMessages(
  firings: readonly Firing[],
  { waitSeconds, intervalSeconds }: Grouping = grouping,
): number[] {
  const messages: number[] = [];
  let goneAt = Number.NEGATIVE_INFINITY;
  let firstLook = Number.NaN;
  for (const { start, end } of firings.toSorted((left, right) => left.start - right.start)) {
    if (start >= goneAt) {
      firstLook = start + waitSeconds;
      messages.push(firstLook);
    }
    const looks = Math.max(0, Math.ceil((end - firstLook) / intervalSeconds));
    goneAt = Math.max(goneAt, firstLook + looks * intervalSeconds);
  }
  return messages;
}
