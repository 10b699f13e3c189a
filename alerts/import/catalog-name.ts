/** Names that a constant of a catalog file may not have: words of the language that are valid service names, and imports. */
const taken = new Set(
  `await break case catch class const continue debugger default delete do else enum export extends false finally for
  function if implements import in instanceof interface let narrow matches new null package private protected public
  return selector static super switch this throw true try typeof var void while with yield`.split(/\s+/),
);

/** `checkout-api` becomes `checkoutApi`. */
export function catalogName(service: string): string {
  const name = service.replaceAll(/-+([a-z0-9]?)/g, (_, next: string) => next.toUpperCase());
  return taken.has(name) ? `${name}Service` : name;
}
