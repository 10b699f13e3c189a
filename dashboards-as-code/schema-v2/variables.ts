/** Variables in the v2 schema, where numbers of the classic one have names and each kind only what it uses. */
import type {
  QueryVariableSpec,
  VariableHide,
  VariableKind,
  VariableOption,
  VariableRefresh,
  VariableSort,
} from '@grafana/schema/apis/dashboard.grafana.app/v2beta1';
import type { ClassicVariable } from './classic-variable.ts';
import { dataQuery } from './data-query.ts';

const hides = ['dontHide', 'hideLabel', 'hideVariable'] as const satisfies readonly VariableHide[];
const refreshes = [
  'never',
  'onDashboardLoad',
  'onTimeRangeChanged',
] as const satisfies readonly VariableRefresh[];
const sorts: readonly VariableSort[] = [
  'disabled',
  'alphabeticalAsc',
  'alphabeticalDesc',
  'numericalAsc',
  'numericalDesc',
  'alphabeticalCaseInsensitiveAsc',
  'alphabeticalCaseInsensitiveDesc',
  'naturalAsc',
  'naturalDesc',
];

const nothingChosen: VariableOption = { text: '', value: '' };

export function variableKind(variable: ClassicVariable): VariableKind {
  const { name, label, description, hide, skipUrlSync, current, options } = variable;
  const common = {
    name,
    ...(label === undefined ? {} : { label }),
    ...(description === undefined ? {} : { description }),
    hide: hides[hide],
    skipUrlSync,
    current: current ?? nothingChosen,
  };
  const { multi, includeAll, allValue, allowCustomValue } = variable;
  const choice = { multi, includeAll, allowCustomValue, ...(allValue === undefined ? {} : { allValue }) };
  switch (variable.type) {
    case 'query':
      return { kind: 'QueryVariable', spec: { ...common, ...choice, options, ...querySpec(variable) } };
    case 'datasource': {
      const { query: pluginId, refresh, regex } = variable;
      const spec = { ...common, ...choice, options, pluginId, refresh: refreshes[refresh], regex };
      return { kind: 'DatasourceVariable', spec };
    }
    case 'custom':
      return { kind: 'CustomVariable', spec: { ...common, ...choice, options, query: variable.query } };
    case 'interval': {
      const { query, auto, auto_min, auto_count } = variable;
      const spec = { ...common, options, query, auto, auto_min, auto_count };
      // The only one that v2 has for it.
      return { kind: 'IntervalVariable', spec: { ...spec, refresh: 'onTimeRangeChanged' } };
    }
    case 'textbox':
      return { kind: 'TextVariable', spec: { ...common, ...fixedText(variable) } };
    case 'constant':
      return { kind: 'ConstantVariable', spec: { ...common, ...fixedText(variable) } };
  }
}

/** Grafana shows the current value and not the default, so without a choice both are the same. */
function fixedText({ query, current }: Pick<ClassicVariable, 'current'> & { query: string }): {
  query: string;
  current: VariableOption;
} {
  return { query, current: current ?? { text: query, value: query } };
}

type QueryOnly = Pick<QueryVariableSpec, 'query' | 'definition' | 'regex' | 'refresh' | 'sort'>;

function querySpec(variable: Extract<ClassicVariable, { type: 'query' }>): QueryOnly {
  const { query, definition, regex, refresh, sort, datasource } = variable;
  const text = typeof query === 'string' ? query : query.query;
  return {
    // A query in words goes under this key; under any other the variable stays empty.
    query: dataQuery(datasource, { __legacyStringValue: text }),
    definition: definition ?? text,
    regex,
    refresh: refreshes[refresh],
    sort: sorts[sort] ?? 'disabled',
  };
}
