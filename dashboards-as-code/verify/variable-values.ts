/** Which value a variable has when somebody opens a board, from what its query answers. */
import type { BoardVariable } from '../board-queries.ts';
import { asPattern } from '../substitute.ts';

export interface Choice {
  /** Values by variable that a person chose. */
  readonly chosen: Readonly<Record<string, string>>;
  /** Taken where the variable has it: the environment under test. */
  readonly preferred: Readonly<Record<string, string>>;
}

/** As it stands in a query; undefined where there is nothing to choose from. */
export function valueToAsk(
  variable: BoardVariable,
  answers: readonly string[],
  { chosen, preferred }: Choice,
): string | undefined {
  const { name, isMulti, includesAll, allValue } = variable;
  const asText = (value: string): string => (isMulti || includesAll ? asPattern(value) : value);
  const byHand = chosen[name];
  if (byHand !== undefined) return asText(byHand);
  if (answers.length === 0) return undefined;
  if (includesAll) return allValue ?? `(${answers.map(asPattern).join('|')})`;
  const value = answers.find((answer) => answer === preferred[name]) ?? answers[0];
  return value === undefined ? undefined : asText(value);
}
