/** Tells "this value cannot be stored" (400, the sender's fault) from "this statement is wrong" (500, ours). */
const refusedTime = 'a time is not one that can be stored; the years 1 to 9999 are';

const reasons: Readonly<Record<string, string>> = {
  '22007': refusedTime,
  '22008': refusedTime,
  '22009': refusedTime,
  '22021': 'a text holds the character NUL (\\u0000), which cannot be stored',
  '22P02': 'a text holds half of a character (a lone surrogate), which cannot be stored',
  '22P05': 'a text holds the character NUL (\\u0000), which cannot be stored',
};

/**
 * A sentence when PostgreSQL refused a value: its error class 22. The driver's own message is not for the client, for
 * it holds the statement. https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export function describeRefusedValue(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!/^22...$/.test(code)) return undefined;
  return `The request was refused: ${reasons[code] ?? 'a value in it cannot be stored'}.`;
}
