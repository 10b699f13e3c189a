/**
 * A board as Grafana's dashboard-linter must get it. Without a variable for the datasource its rules for PromQL look at
 * nothing and are content; boards here name their datasources by uid, so a copy gets such a variable and asks through it.
 */

import { readSealedBoard } from '../checks/sealed-board.ts';
import { datasources } from '../datasources.ts';
import { placeholder } from '../placeholder.ts';

const variable = {
  type: 'datasource',
  name: 'datasource',
  label: 'Data source',
  query: datasources.prometheus.type,
};

export function lintableBoard(json: unknown): object {
  const board = readSealedBoard(asksThroughVariable(json));
  return { ...board, templating: { ...board.templating, list: [variable, ...board.templating.list] } };
}

function asksThroughVariable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asksThroughVariable);
  if (typeof value !== 'object' || value === null) return value;
  if ('uid' in value && 'type' in value && value.uid === datasources.prometheus.uid)
    return { ...value, uid: placeholder(variable.name) };
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asksThroughVariable(inner)]));
}
