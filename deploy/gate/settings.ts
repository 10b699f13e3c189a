/** How long the gate watches and how much it must have seen. */
import type { CountedObjective } from '../../alerts/objective.ts';

export interface GateSettings {
  readonly windowSeconds: Readonly<Record<CountedObjective['kind'], number>>;
  /** Fewer requests than this prove nothing. */
  readonly minimumSamples: number;
  /** Promote although there is no data, or too little. */
  readonly allowsUnproven: boolean;
  /** The options that were asked for, for the record. */
  readonly overrides: readonly string[];
}

/** The contract: latency under its objective for 5 min, errors for 10 min. */
const defaultWindowSeconds = {
  latency: 300,
  availability: 600,
} as const satisfies GateSettings['windowSeconds'];

/** One slow request in a hundred is where a 99 % objective begins to mean something. */
const defaultMinimumSamples = 100;

export function gateSettings(asked: {
  readonly seconds?: number | undefined;
  readonly minimumSamples?: number | undefined;
  readonly allowsUnproven: boolean;
}): GateSettings {
  const { seconds, minimumSamples, allowsUnproven } = asked;
  return {
    windowSeconds: seconds === undefined ? defaultWindowSeconds : { latency: seconds, availability: seconds },
    minimumSamples: minimumSamples ?? defaultMinimumSamples,
    allowsUnproven,
    overrides: [
      ...(seconds === undefined ? [] : [`--gate-seconds ${seconds}`]),
      ...(minimumSamples === undefined ? [] : [`--gate-min-samples ${minimumSamples}`]),
      ...(allowsUnproven ? ['--allow-unproven'] : []),
    ],
  };
}

export function describeGate({ windowSeconds, minimumSamples, allowsUnproven }: GateSettings): string {
  const windows = Object.entries(windowSeconds).map(([kind, seconds]) => `${kind} for ${seconds} s`);
  return `${windows.join(', ')}, on at least ${minimumSamples} requests; unproven is ${allowsUnproven ? 'promoted' : 'undone'}`;
}
