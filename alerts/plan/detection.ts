/**
 * How long a tier takes to fire when a share of events begins to fail after a long clean time.
 *
 * Traffic is steady: of d seconds of failure at ratio p a window of w seconds holds p x d of its w seconds' events. A
 * rule looks in whole evaluations, each holds the failure but for its last `lateSeconds`, and `for` counts evaluations
 * from the first that was true. What grows from one evaluation to the next stays true until the hold is over.
 */
import type { BurnRateTier } from '../burn-rate.ts';
import { durationSeconds } from '../duration.ts';
import { type Count, isLongEnough, isOver } from './burn-condition.ts';
import type { Course } from './clock.ts';
import { firstWhere } from './first-where.ts';

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
  const isTrueAt = (step: number): boolean => {
    const failing = Math.max(0, step * stepSeconds - lateSeconds);
    const countIn = (window: number): Count => ({
      bad: perSecond * badRatio * Math.min(failing, window),
      total: perSecond * window,
    });
    return isLongEnough(countIn(longSeconds), tier, target) && isOver(countIn(shortSeconds), tier, target);
  };
  // From there on the long window is full of failure, and nothing grows any more.
  if (!isTrueAt(Math.ceil((longSeconds + lateSeconds) / stepSeconds))) return 'never';
  const holdSteps = Math.ceil(durationSeconds(tier.hold) / stepSeconds);
  return (firstWhere(1, isTrueAt) + holdSteps) * stepSeconds;
}
