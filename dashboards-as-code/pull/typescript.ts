/** Pieces of TypeScript in the house's style. Whatever a board says becomes a literal or a comment, never code. */

/** Single quotes unless others need fewer escapes; a template where Grafana's own `${...}` would look like one. */
export function literal(text: string): string {
  if (text.includes('${')) return `\`${text.replaceAll(/[\\`]|\$\{/g, (found) => `\\${found}`)}\``;
  const doubled = JSON.stringify(text);
  if (countOf(text, "'") > countOf(text, '"')) return doubled;
  return `'${doubled.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** Without what could end it. */
export function comment(text: string): string {
  return `// ${oneLine(text)}`;
}

export function oneLine(text: string): string {
  return text
    .replaceAll(/[\s\u2028\u2029]+/g, ' ')
    .replaceAll('*/', '* /')
    .trim();
}

/** A value of JSON as an expression. */
export function expression(value: unknown): string {
  if (typeof value === 'string') return literal(value);
  if (Array.isArray(value)) return `[${value.map(expression).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined';
  return `{ ${Object.entries(value)
    .map(([key, inner]) => `${/^[a-z_]\w*$/i.test(key) ? key : literal(key)}: ${expression(inner)}`)
    .join(', ')} }`;
}

/** "5xx: which routes?" is "5xx-which-routes"; "" where nothing of it can stand in an address. */
export function slugOf(text: string): string {
  const ascii = text
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase();
  return ascii
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replaceAll(/^-+|-+$/g, '');
}

/** "request-rate" is "requestRate". */
export function camelCase(slug: string): string {
  const camel = slug.replaceAll(/-+(.)/g, (_, letter: string) => letter.toUpperCase());
  return /^[a-z]/.test(camel) ? camel : `the${camel}`;
}

function countOf(text: string, part: string): number {
  return text.split(part).length - 1;
}
