/**
 * How long a tier takes to fire when a share of events begins to fail after a long clean time.
 *
 * Traffic is steady: of d seconds of failure at ratio p a window of w seconds holds p x d of its w seconds' events. A
 * rule looks in whole evaluations, each holds the failure but for its last `lateSeconds`, and `for` counts evaluations
 * from the first that was true. What grows from one evaluation to the next stays true until the hold is over.
 */
import type { BurnRateTier } from '../burn-rate.ts';
import { durationSeconds } from '../duration.ts';
import { isLongEnough, isOver } from './burn-condition.ts';
import type { Course } from './clock.ts';

export interface Failure {
  readonly target: number;
  /** Share of events that fail, 0 to 1. */
  readonly badRatio: number;
  readonly eventsPerHour: number;
}

/** Seconds from the first failed event to the firing alert, or `never` when its windows cannot get there. */
export function secondsToFire(
  tier: BurnRateTier,
  { target, badRatio, eventsPerHour }: Failure,
  { stepSeconds, lateSeconds }: Course,
): number | 'never' {
  const longSeconds = durationSeconds(tier.longWindow);
  const shortSeconds = durationSeconds(tier.shortWindow);
  const perSecond = eventsPerHour / 3600;
  const holdSteps = Math.ceil(durationSeconds(tier.hold) / stepSeconds);
  for (let step = 1; ; step += 1) {
    const failing = Math.max(0, step * stepSeconds - lateSeconds);
    const countIn = (window: number): { bad: number; total: number } => ({
      bad: perSecond * badRatio * Math.min(failing, window),
      total: perSecond * window,
    });
    if (isLongEnough(countIn(longSeconds), tier, target) && isOver(countIn(shortSeconds), tier, target))
      return (step + holdSteps) * stepSeconds;
    if (failing >= longSeconds) return 'never';
  }
}
