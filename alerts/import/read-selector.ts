import type { parser } from '@prometheus-io/lezer-promql';
import type { Matcher, Selector } from '../promql.ts';
import { unquotePromql } from './promql-string.ts';

type Node = ReturnType<typeof parser.parse>['topNode'];

/** A VectorSelector of the grammar as the catalog's data, with its matchers in their order. */
export function readSelector(
  node: Node,
  source: string,
  refuse: (reason: string) => undefined,
): Selector | undefined {
  const text = (inner: Node | null): string => (inner === null ? '' : source.slice(inner.from, inner.to));
  const identifier = node.getChild('Identifier');
  if (identifier === null)
    return refuse(`"${text(node)}" names no metric in front of its braces; the catalog needs one name.`);
  const matchers: Matcher[] = [];
  const list = node.getChild('LabelMatchers');
  for (let child = list?.firstChild ?? null; child !== null; child = child.nextSibling) {
    const label = text(child.getChild('LabelName'));
    const op = text(child.getChild('MatchOp'));
    const value = unquotePromql(text(child.getChild('StringLiteral')));
    if (child.name !== 'UnquotedLabelMatcher' || /^__(name|proto)__$/.test(label) || !isOperator(op))
      return refuse(
        `"${text(child)}" is a matcher that the catalog cannot say; it takes label="value" with a plain label.`,
      );
    if (value === undefined)
      return refuse(`${text(child)} has an escape by number; write the character itself.`);
    matchers.push({ label, op, value });
  }
  return { kind: 'selector', metric: text(identifier), matchers };
}

function isOperator(op: string): op is Matcher['op'] {
  return ['=', '!=', '=~', '!~'].includes(op);
}
