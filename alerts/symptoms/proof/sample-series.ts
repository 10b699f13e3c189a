/** One concrete series that a selector accepts, for a test's input. */
import { type Matcher, renderPromql, type Selector, selector } from '../../promql.ts';

type Labels = Readonly<Record<string, string>>;

/** Carries `labels`, changed only where the selector asks for something else. Throws where no sample is found. */
export function sampleSeries(base: Selector, labels: Labels): string {
  return renderPromql(selector(base.metric, sampleLabels(base, labels)));
}

/** The labels of that series, without its name. */
export function sampleLabels(base: Selector, labels: Labels): Labels {
  const names = [...new Set(base.matchers.map(({ label }) => label))];
  const asked = names.map((name) => {
    const matchers = base.matchers.filter(({ label }) => label === name);
    return [name, valueFor(name, matchers, labels[name])];
  });
  return { ...labels, ...Object.fromEntries(asked) };
}

/** A series that `base` accepts and `narrower` does not, `narrower` being `base` with more matchers. */
export function sampleOutside(base: Selector, narrower: Selector, labels: Labels): string {
  return sampleSeries(base, labelsOutside(base, narrower, labels));
}

/** `labels` with what keeps a series out of `narrower`. */
export function labelsOutside(base: Selector, narrower: Selector, labels: Labels): Labels {
  const own = new Set(base.matchers.map((matcher) => JSON.stringify(matcher)));
  const extra = narrower.matchers.filter((matcher) => !own.has(JSON.stringify(matcher)));
  const outside = extra.map((matcher) => {
    const value = ['200', 'other', 'another'].find((candidate) => !isAccepted(matcher, candidate));
    return [matcher.label, value ?? ''];
  });
  return { ...labels, ...Object.fromEntries(outside) };
}

function valueFor(label: string, matchers: readonly Matcher[], wanted: string | undefined): string {
  const guesses = matchers.flatMap((matcher) => guessesOf(matcher, wanted ?? '0'));
  const candidates = [...(wanted === undefined ? [] : [wanted]), ...guesses, '200', 'sample', '/sample'];
  const value = candidates.find((candidate) => matchers.every((matcher) => isAccepted(matcher, candidate)));
  if (value === undefined)
    throw new Error(
      `no value of label "${label}" is found that ${matchers.map(({ op, value: text }) => `${op}"${text}"`).join(' and ')} accept, so no test can be written; use "=" or a plain list such as "a|b".`,
    );
  return value;
}

/** A pattern's alternatives, what is open in them filled in. */
function guessesOf({ op, value }: Matcher, filler: string): string[] {
  if (op === '=') return [value];
  const alternatives = value.replaceAll(/(?<!\\)[()]/g, '').split(/(?<!\\)\|/);
  return alternatives.flatMap((part) => [filler, '0'].map((fill) => filledIn(part, fill)));
}

/** A pattern without alternatives, with one character for each that is open and `fill` for any number of them. */
function filledIn(pattern: string, fill: string): string {
  return pattern.replaceAll(
    /\\d[+*]?|\\(.)|\.[+*]|\[\^?(.)[^\]]*\](?:\{(\d)\})?|\.|[+*?]/g,
    (part, escaped: string | undefined, first: string | undefined, times = '1') => {
      if (escaped !== undefined && escaped !== 'd') return escaped;
      if (first !== undefined) return first.repeat(Number(times));
      if (part.startsWith('.') && part.length > 1) return fill;
      return part === '.' || part.startsWith('\\d') ? '0' : '';
    },
  );
}

function isAccepted({ op, value }: Matcher, candidate: string): boolean {
  if (op === '=') return candidate === value;
  if (op === '!=') return candidate !== value;
  return new RegExp(`^(?:${value})$`).test(candidate) === (op === '=~');
}
