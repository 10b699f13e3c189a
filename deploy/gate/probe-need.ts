/** Whether users send enough to judge by, and how many probes make up for it if not. Nothing is sent here. */
import { mostProbesPerSecond } from './prober.ts';
import { type GateSettings, secondsOf, weightAt } from './settings.ts';

/** Before so much of the gate has passed, silence says little about the traffic. */
const settleSeconds = 10;

export interface ProbeNeed {
  readonly settings: GateSettings;
  readonly elapsedSeconds: number;
  /** Users' requests to the new release so far, in the proxy's count. */
  readonly usersSent: number;
  /** The share of the traffic that it had, in percent, added up over the seconds so far. */
  readonly percentSeconds: number;
  readonly probesSent: number;
}

/** How many probes to send in this second, spread over what is left of the gate: 0 where users will send enough. */
export function probesDue({
  settings,
  elapsedSeconds,
  usersSent,
  percentSeconds,
  probesSent,
}: ProbeNeed): number {
  const totalSeconds = secondsOf(settings.phases);
  if (elapsedSeconds < Math.min(settleSeconds, totalSeconds / 3)) return 0;
  const perPercentSecond = percentSeconds === 0 ? 0 : usersSent / percentSeconds;
  const expected = usersSent + perPercentSecond * percentSecondsLeft(settings, elapsedSeconds, totalSeconds);
  const missing = Math.ceil(settings.minimumSamples - expected) - probesSent;
  if (missing <= 0) return 0;
  const secondsLeft = Math.max(1, Math.floor(totalSeconds - elapsedSeconds));
  return Math.min(Math.ceil(missing / secondsLeft), mostProbesPerSecond);
}

function percentSecondsLeft(settings: GateSettings, from: number, to: number): number {
  let sum = 0;
  for (let second = from; second < to; second += 1)
    sum += weightAt(settings, second) * Math.min(1, to - second);
  return sum;
}
