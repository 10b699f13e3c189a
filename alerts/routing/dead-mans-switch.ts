/** Where the Watchdog goes: an alert that always fires, so that its silence says the way to people is broken. */
import type { Channel } from './owner.ts';

/** The alert's name; the rule is one of the platform's own. */
export const watchdogAlert = 'Watchdog';

/** A service outside of everything that it watches, and that pages when it has heard nothing for five minutes. */
export const deadMansSwitch = {
  kind: 'webhook',
  url: 'https://dead-mans-switch.tocsin.example/heartbeat',
  tokenSecret: 'dead-mans-switch',
} as const satisfies Channel;
