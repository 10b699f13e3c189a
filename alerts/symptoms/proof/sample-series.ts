/** One concrete series that a selector accepts, for a test's input. */
import { type Matcher, renderPromql, type Selector, selector } from '../../promql.ts';

/** Labels that the selector does not name are taken from `labels`; its own come first. Throws where no sample is found. */
export function sampleSeries(base: Selector, labels: Readonly<Record<string, string>>): string {
  return renderPromql(selector(base.metric, { ...labels, ...sampleLabels(base) }));
}

/** A series that `base` accepts and `narrower` does not, `narrower` being `base` with more matchers. */
export function sampleOutside(
  base: Selector,
  narrower: Selector,
  labels: Readonly<Record<string, string>>,
): string {
  const own = new Set(base.matchers.map((matcher) => JSON.stringify(matcher)));
  const extra = narrower.matchers.filter((matcher) => !own.has(JSON.stringify(matcher)));
  const outside = extra.map((matcher) => [matcher.label, valueFor(matcher, false)]);
  return sampleSeries(base, { ...labels, ...Object.fromEntries(outside) });
}

function sampleLabels({ matchers }: Selector): Record<string, string> {
  const names = [...new Set(matchers.map(({ label }) => label))];
  return Object.fromEntries(
    names.map((name) => {
      const asked = matchers.filter(({ label }) => label === name);
      const value = candidatesOf(asked).find((candidate) =>
        asked.every((matcher) => isAccepted(matcher, candidate)),
      );
      if (value === undefined)
        throw new Error(
          `no value of label "${name}" is found that ${asked.map(({ op, value: text }) => `${op}"${text}"`).join(' and ')} accept, so no test can be written; use "=" or a plain list such as "a|b".`,
        );
      return [name, value];
    }),
  );
}

function valueFor(matcher: Matcher, isWanted: boolean): string {
  const value = candidatesOf([matcher]).find((candidate) => isAccepted(matcher, candidate) === isWanted);
  if (value === undefined)
    throw new Error(`no value is found that ${matcher.label}${matcher.op}"${matcher.value}" refuses.`);
  return value;
}

/** Guesses from a pattern: its alternatives, with the usual wildcards filled in; and values that few patterns know. */
function candidatesOf(matchers: readonly Matcher[]): string[] {
  const guesses = matchers.flatMap(({ value }) =>
    value
      .replaceAll(/[()]/g, '')
      .split('|')
      .map((part) =>
        part
          .replaceAll(/\[\^?(.)[^\]]*\]/g, '$1')
          .replaceAll(/\\d|\.[+*]?/g, '0')
          .replaceAll(/\\(.)/g, '$1')
          .replaceAll(/[+*?]/g, ''),
      ),
  );
  return [...guesses, '200', 'sample', '/sample'];
}

function isAccepted({ op, value }: Matcher, candidate: string): boolean {
  if (op === '=') return candidate === value;
  if (op === '!=') return candidate !== value;
  return new RegExp(`^(?:${value})$`).test(candidate) === (op === '=~');
}
