/** Values and differences as a reviewer reads them. */
import type { Difference } from './json.ts';

const longestValue = 160;

/** Texts in quotes, the rest as JSON; what is too long for a line ends in "...". */
export function spoken(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > longestValue ? `${text.slice(0, longestValue)}...` : text;
}

export function spokenDifference({ path, from, to }: Difference): string {
  if (from === undefined) return `${path} is now ${spoken(to)}`;
  if (to === undefined) return `${path} ${spoken(from)} is gone`;
  return `${path} changes from ${spoken(from)} to ${spoken(to)}`;
}

/** "2 panels", "1 panel". */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Two long texts below each other. Lines after the first belong to the same sentence. */
export function fromTo(what: string, from: string, to: string): string {
  return `${what}\n  from  ${from}\n  to    ${to}`;
}
