/** How long the gate watches, what share of the traffic it judges by, and how much it must have seen. */
import type { CountedObjective } from '../../alerts/objective.ts';

export interface GateSettings {
  /** /health must answer 200 within these, before any user reaches the release. */
  readonly healthSeconds: number;
  /** One after the other; every objective is looked at in all of them, and held to its end in its own. */
  readonly phases: readonly { readonly kind: CountedObjective['kind']; readonly seconds: number }[];
  /** Shares of the traffic, from the first to the last before all of it. */
  readonly weights: readonly { readonly afterSeconds: number; readonly percent: number }[];
  /** Fewer requests than this prove no release good. */
  readonly minimumSamples: number;
  /** Promote although there is no data, or too little. */
  readonly allowsUnproven: boolean;
  /** The options that were asked for, for the record. */
  readonly overrides: readonly string[];
}

/** The contract: health within a minute, then latency under its objective for 5 min, then errors for 10 min. */
const defaultHealthSeconds = 60;
const defaultPhases = [
  { kind: 'latency', seconds: 300 },
  { kind: 'availability', seconds: 600 },
] as const satisfies GateSettings['phases'];
const defaultSeconds = secondsOf(defaultPhases);

/** A hurried gate still gives a process that has just come up the time for an answer. */
const leastHealthSeconds = 5;

/**
 * What users pay for a bad release goes with its share, so the first is small; what the gate can tell goes with it too,
 * so the last is large enough to meet what only half the traffic brings.
 */
const ramp = [
  { afterShare: 0, percent: 5 },
  { afterShare: 0.2, percent: 20 },
  { afterShare: 0.5, percent: 50 },
] as const;

/** One slow request in a hundred is where a 99 % objective begins to mean something. */
const defaultMinimumSamples = 100;

/** `seconds` is for all phases together, divided among them as by default. */
export function gateSettings(asked: {
  readonly seconds?: number | undefined;
  readonly minimumSamples?: number | undefined;
  readonly allowsUnproven: boolean;
}): GateSettings {
  const { minimumSamples, allowsUnproven } = asked;
  const seconds = asked.seconds ?? defaultSeconds;
  return {
    healthSeconds: Math.min(defaultHealthSeconds, Math.max(leastHealthSeconds, seconds)),
    phases: defaultPhases.map((phase) => ({
      kind: phase.kind,
      seconds: (phase.seconds * seconds) / defaultSeconds,
    })),
    weights: ramp.map(({ afterShare, percent }) => ({ afterSeconds: afterShare * seconds, percent })),
    minimumSamples: minimumSamples ?? defaultMinimumSamples,
    allowsUnproven,
    overrides: [
      ...(asked.seconds === undefined ? [] : [`--gate-seconds ${seconds}`]),
      ...(minimumSamples === undefined ? [] : [`--gate-min-samples ${minimumSamples}`]),
      ...(allowsUnproven ? ['--allow-unproven'] : []),
    ],
  };
}

export function secondsOf(phases: GateSettings['phases']): number {
  return phases.reduce((sum, { seconds }) => sum + seconds, 0);
}

/** The share of the traffic, in percent, that is due so many seconds after the beginning. */
export function weightAt({ weights }: Pick<GateSettings, 'weights'>, elapsedSeconds: number): number {
  return weights.findLast(({ afterSeconds }) => afterSeconds <= elapsedSeconds)?.percent ?? 0;
}

export function describeGate({ phases, weights, minimumSamples, allowsUnproven }: GateSettings): string {
  const watched = phases.map(({ kind, seconds }) => `${kind} for ${Math.round(seconds)} s`).join(', then ');
  const shares = weights.map(({ percent }) => percent).join(', ');
  return `${watched}, on ${shares} % of the traffic and at least ${minimumSamples} requests; unproven is ${allowsUnproven ? 'promoted' : 'undone'}`;
}
