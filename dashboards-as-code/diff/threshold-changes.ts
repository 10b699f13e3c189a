/** What changes about a panel's thresholds: which colour begins where. */
import { z } from 'zod';
import { spoken } from './wording.ts';

const steps = z.array(z.object({ color: z.string(), value: z.number().nullish() })).catch([]);
type Step = z.infer<typeof steps>[number];

/** Takes `thresholds.steps` of either version. */
export function thresholdChanges(older: unknown, newer: unknown): string[] {
  const [before, after] = [steps.parse(older), steps.parse(newer)];
  const isIn = (list: readonly Step[], { color, value }: Step): boolean =>
    list.some((step) => step.color === color && (step.value ?? null) === (value ?? null));
  const gone = before.filter((step) => !isIn(after, step));
  const come = after.filter((step) => !isIn(before, step));
  const sentences = [];
  for (const step of gone) {
    const base = isBase(step);
    // A colour that left one place and came to another has moved.
    const index = come.findIndex((other) => isBase(other) === base && (base || other.color === step.color));
    const [moved] = index === -1 ? [] : come.splice(index, 1);
    if (base) sentences.push(`below all thresholds ${step.color} -> ${moved?.color ?? 'nothing'}`);
    else if (moved === undefined) sentences.push(`threshold ${step.color} at ${spoken(step.value)} is gone`);
    else sentences.push(`threshold ${step.color} moves from ${spoken(step.value)} to ${spoken(moved.value)}`);
  }
  for (const step of come)
    sentences.push(
      isBase(step)
        ? `below all thresholds ${step.color}`
        : `new threshold ${step.color} at ${spoken(step.value)}`,
    );
  return sentences;
}

/** The step that holds below all others. */
function isBase({ value }: Step): boolean {
  return (value ?? null) === null;
}
