/** PromQL texts of an objective that cannot work, with the position in the text. */
import { parser } from '@prometheus-io/lezer-promql';
import type { Objective } from '../objective.ts';
import type { ServiceDefinition } from '../service-definition.ts';
import { placeOf } from './place.ts';

type Node = ReturnType<typeof parser.parse>['topNode'];

/** As long as what it stands for, so that positions stay those of the author's text. */
const stand = { placeholder: '$window', duration: '999999s' } as const;

/** Functions that read a range; all others read what is newest. `..._over_time` are of them too. */
const rangeFunctions = new Set(
  'rate irate increase delta idelta deriv predict_linear resets changes holt_winters double_exponential_smoothing'.split(
    ' ',
  ),
);

export function rawQueryRefusals(service: ServiceDefinition, objective: Objective): string[] {
  const { events } = objective;
  if (!('rawTotal' in events)) return [];
  return (['rawTotal', 'rawBad'] as const).flatMap((field) => {
    const fault = faultOf(events[field]);
    return fault === undefined
      ? []
      : [`${placeOf(service, objective)}: events.${field} ${JSON.stringify(events[field])} ${fault}.`];
  });
}

function faultOf(promql: string): string | undefined {
  // `$step` is as long as "9999s".
  const source = promql.replaceAll(stand.placeholder, stand.duration).replaceAll('$step', '9999s');
  const top = parser.parse(source).topNode;
  const at = (node: Node): string => {
    const rest = promql.slice(node.from, node.from + 20);
    return `at character ${node.from + 1}${rest === '' ? ', its end' : `, near ${JSON.stringify(rest)}`}`;
  };
  const broken = firstOf(top, (node) => node.type.isError);
  if (broken !== undefined)
    return `does not parse ${at(broken)}; try it in Prometheus with 5m in place of ${stand.placeholder}`;
  const strayRange = firstOf(top, (node) => isRange(node) && !isRangeFunction(callAround(node), source));
  if (strayRange !== undefined)
    return `has a range where one value is wanted, ${at(strayRange)}; put increase(...) or another function of a range around it`;
  const rangeless = firstOf(top, (node) => isRangeFunction(node, source) && !readsRange(node));
  if (rangeless !== undefined)
    return `has one value where a range is wanted, ${at(rangeless)}; write [${stand.placeholder}] behind the selector`;
  return promql.includes(stand.placeholder)
    ? undefined
    : `has no ${stand.placeholder}, so it cannot count what came in a window; write a range such as increase(requests_total[${stand.placeholder}])`;
}

function isRange({ name }: Node): boolean {
  return name === 'MatrixSelector' || name === 'SubqueryExpr';
}

function isRangeFunction(node: Node | null, source: string): boolean {
  const named = node?.getChild('FunctionIdentifier');
  if (named === null || named === undefined) return false;
  const name = source.slice(named.from, named.to);
  return rangeFunctions.has(name) || name.endsWith('_over_time');
}

/** What may stand between a function and the range that it reads. */
const wrappers = new Set(['ParenExpr', 'OffsetExpr', 'StepInvariantExpr', 'FunctionCallBody']);

function callAround(node: Node): Node | null {
  let around = node.parent;
  while (around !== null && wrappers.has(around.name)) around = around.parent;
  return around;
}

function readsRange(node: Node): boolean {
  return childrenOf(node).some((child) => isRange(child) || (wrappers.has(child.name) && readsRange(child)));
}

function firstOf(node: Node, isMeant: (node: Node) => boolean): Node | undefined {
  if (isMeant(node)) return node;
  for (const child of childrenOf(node)) {
    const found = firstOf(child, isMeant);
    if (found !== undefined) return found;
  }
  return undefined;
}

function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child);
  return children;
}
