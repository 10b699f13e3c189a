/** String literals of PromQL: Go's escapes in quotes, none in backticks. */
const escapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
  "'": "'",
};

/** The text of a literal, quotes included, as Prometheus reads it; undefined for an escape by number. */
export function unquotePromql(literal: string): string | undefined {
  const inside = literal.slice(1, -1);
  if (literal.startsWith('`')) return inside;
  let isKnown = true;
  const text = inside.replaceAll(/\\(.)/gs, (_, letter: string) => {
    isKnown &&= letter in escapes;
    return escapes[letter] ?? '';
  });
  return isKnown ? text : undefined;
}
