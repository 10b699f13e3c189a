/** What the catalog keeps of an SLO document, and why the rest stays behind. */
import { type FieldTable, fieldsLeftBehind } from '../import/left-behind.ts';
import type { Report } from '../import/report.ts';
import type { FromLabels } from '../import/service-labels.ts';

/** Below an indicator's spec. */
const ratioFields = [
  'ratioMetric.counter',
  ...['good', 'bad', 'total'].flatMap((part) =>
    ['type', 'metricSourceRef', 'spec.query'].map((field) => `ratioMetric.${part}.metricSource.${field}`),
  ),
];
const unknown = 'is no field of openslo/v1 that is read; left out.';
const noPlace = 'has no place in the catalog; left out.';
const header = ['apiVersion', 'kind', 'metadata.name'];

function sloFields(labels: FromLabels, hasDescription: boolean, objectives: number): FieldTable {
  return {
    carried: [
      ...header,
      ...labels.used.map((key) => `metadata.labels.${key}`),
      ...(hasDescription ? [] : ['metadata.displayName']),
      ...(objectives > 1 ? ['spec.objectives.displayName'] : []),
      'spec.description',
      'spec.service',
      'spec.indicatorRef',
      ...ratioFields.map((field) => `spec.indicator.spec.${field}`),
      'spec.timeWindow.duration',
      'spec.timeWindow.isRolling',
      'spec.budgetingMethod',
      'spec.objectives.target',
      'spec.objectives.targetPercent',
    ],
    left: {
      'metadata.displayName': 'is left out beside spec.description.',
      'metadata.labels.*': 'has no place in the catalog (owner, or one team, and tier have); left out.',
      'metadata.annotations': noPlace,
      'spec.indicator.metadata': noPlace,
      'spec.indicator.spec.description': noPlace,
      'spec.alertPolicies': "stays behind: alerts are the compiler's own burn-rate tiers, told to the owner.",
      'spec.objectives.displayName': noPlace,
      'spec.objectives.op': 'says nothing beside a ratioMetric; left out.',
      'spec.objectives.value': 'says nothing beside a ratioMetric; left out.',
      'spec.objectives.timeSliceTarget': 'says nothing with Occurrences; left out.',
      'spec.objectives.timeSliceWindow': 'says nothing with Occurrences; left out.',
      'spec.objectives.compositeWeight': 'says nothing in an SLO that is not composite; left out.',
    },
    unknown,
  };
}

function serviceFields(labels: FromLabels, hasDescription: boolean): FieldTable {
  return {
    carried: [
      ...header,
      ...labels.used.map((key) => `metadata.labels.${key}`),
      'spec.description',
      ...(hasDescription ? [] : ['metadata.displayName']),
    ],
    left: {
      'metadata.displayName': 'is left out beside spec.description.',
      'metadata.labels.*': 'has no place in the catalog (owner, or one team, and tier have); left out.',
      'metadata.annotations': noPlace,
    },
    unknown,
  };
}

const indicatorFields: FieldTable = {
  carried: [...header, ...ratioFields.map((field) => `spec.${field}`)],
  left: {
    'metadata.displayName': noPlace,
    'metadata.labels': noPlace,
    'metadata.annotations': noPlace,
    'spec.description': noPlace,
  },
  unknown,
};

const sourceFields: FieldTable = {
  carried: [...header, 'spec.type'],
  left: {
    'metadata.displayName': noPlace,
    'metadata.labels': noPlace,
    'metadata.annotations': noPlace,
    'spec.description': noPlace,
    'spec.connectionDetails': 'stays behind: rules run in the Prometheus that loads them.',
  },
  unknown,
};

export const fieldTables = {
  slo: sloFields,
  service: serviceFields,
  indicator: indicatorFields,
  source: sourceFields,
};

export function noteLeftBehind(document: unknown, table: FieldTable, report: Report): void {
  for (const { path, reason } of fieldsLeftBehind(document, table)) report.note(path, reason);
}
