/** Every small way to get a PromQL expression wrong: an operator, a window, a factor or a matcher turned into another. */
import { parser } from '@prometheus-io/lezer-promql';
import { composedDuration, durationSeconds } from '../duration.ts';

export interface PromqlMutant {
  /** What became of what, for people: `> to >= at character 90`. */
  readonly change: string;
  readonly promql: string;
}

const operators: Readonly<Record<string, readonly string[]>> = {
  Gtr: ['>=', '<'],
  Gte: ['>', '<'],
  Lss: ['<=', '>'],
  Lte: ['<', '>'],
  Eql: ['!='],
  EqlC: ['!='],
  Neq: ['=='],
  Add: ['-'],
  Sub: ['+'],
  Mul: ['/'],
  Div: ['*'],
  And: ['or', 'unless'],
  Or: ['and', 'unless'],
  Unless: ['and', 'or'],
  EqlSingle: ['!='],
  EqlRegex: ['!~'],
  NeqRegex: ['=~'],
};

/** In the order of the text. Throws nothing: what does not parse has no mutants. */
export function promqlMutants(promql: string): PromqlMutant[] {
  const mutants: PromqlMutant[] = [];
  parser.parse(promql).iterate({
    enter: ({ name, from, to, node }) => {
      const original = promql.slice(from, to);
      for (const replacement of replacementsOf(name, original, node.parent?.name))
        mutants.push({
          change: `${original} to ${replacement === '' ? 'nothing' : replacement} at character ${from + 1}`,
          promql: `${promql.slice(0, from)}${replacement}${promql.slice(to)}`,
        });
    },
  });
  return mutants;
}

function replacementsOf(name: string, original: string, parent: string | undefined): readonly string[] {
  if (name === 'NumberDurationLiteral') return otherNumbers(Number(original));
  if (name === 'NumberDurationLiteralInDurationContext')
    return parent === 'OffsetDurationExpr'
      ? [scaled(original, 4), '0s']
      : [scaled(original, 2), scaled(original, 0.5)];
  return operators[name] ?? [];
}

/** A tenth more and less, or one where there is nothing to take a tenth of. */
function otherNumbers(value: number): string[] {
  if (Number.isNaN(value)) return [];
  return value === 0
    ? ['1', '-1']
    : [value * 1.1, value * 0.9].map((other) => String(Number(other.toPrecision(8))));
}

/** At least one second, so that a window stays one. */
function scaled(duration: string, factor: number): string {
  return composedDuration(Math.max(1, Math.round(durationSeconds(duration) * factor)));
}
