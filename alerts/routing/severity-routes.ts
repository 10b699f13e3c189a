/** How quickly and how often people are told, by severity: data, each figure with its reason. */
import type { Duration } from '../duration.ts';
import type { Channel, Severity } from './owner.ts';

export interface Timing {
  /** How long the first alert of a group waits for others. */
  readonly groupWait: Duration;
  /** How long after a notification the group's next change waits. */
  readonly groupInterval: Duration;
  /** After how long a group that still fires is told again. */
  readonly repeatInterval: Duration;
}

/** The desk is a program and takes repeats in its stride: it can be told early and often. People are told by other routes. */
export const deskTiming = {
  groupWait: '5s',
  groupInterval: '15s',
  repeatInterval: '4h',
} as const satisfies Timing;

/**
 * The switch has to hear often enough that five silent minutes mean something is broken. Alertmanager repeats at the
 * first group interval after the repeat interval, so it hears every 60 to 90 s.
 */
export const watchdogTiming = {
  groupWait: '0s',
  groupInterval: '30s',
  repeatInterval: '1m',
} as const satisfies Timing;

export const severityRoutes = {
  critical: {
    timing: {
      // As soon as the desk: what one evaluation finds of an objective comes within a second, since it is one rule group.
      groupWait: '5s',
      // A second instance is news; the pager folds it into the page that is open.
      groupInterval: '1m',
      // Somebody who silenced a telephone by mistake is called again within the hour.
      repeatInterval: '1h',
    },
    /** One of these must be there: a chat message wakes nobody. */
    needs: ['pagerduty', 'webhook'],
  },
  warning: {
    timing: {
      // Two evaluations: a page about the same thing has come by then, and inhibits the ticket before it is told.
      groupWait: '30s',
      groupInterval: '5m',
      // A ticket that nobody took is in the next day's list again.
      repeatInterval: '24h',
    },
    /** One of these must be there: a ticket has to stay where it is told, and a page is no ticket. */
    needs: ['slack', 'email', 'webhook'],
  },
} as const satisfies Record<
  Severity,
  { readonly timing: Timing; readonly needs: readonly Channel['kind'][] }
>;
