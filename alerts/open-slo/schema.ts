/** The kinds of OpenSLO v1 that are read, as far as they are read. https://github.com/OpenSLO/OpenSLO#specification */
import { z } from 'zod';

export const openSloVersion = 'openslo/v1';

export const kinds = [
  'SLO',
  'SLI',
  'Service',
  'DataSource',
  'AlertPolicy',
  'AlertCondition',
  'AlertNotificationTarget',
] as const;

const name = z.string().min(1, 'write a name');
const label = z.union([z.string(), z.number(), z.boolean()], 'expected text').transform(String);

const metadata = z.object({
  name,
  displayName: z.string().optional(),
  labels: z
    .record(z.string(), z.union([label, z.array(label)], 'expected text or a list of texts'))
    .optional(),
});

const header = { apiVersion: z.literal(openSloVersion), metadata };

export const kindSchema = z.object({ kind: z.enum(kinds) });

/** What every document has, whatever its kind. */
export const anyDocumentSchema = z.object({ ...header, kind: z.enum(kinds) });

const metric = z.object({
  metricSource: z.object({
    metricSourceRef: name.optional(),
    type: name.optional(),
    spec: z.record(z.string(), z.unknown()).optional(),
  }),
});
export type Metric = z.output<typeof metric>;

const ratioMetric = z
  .object({
    counter: z.boolean().optional(),
    good: metric.optional(),
    bad: metric.optional(),
    total: metric.optional(),
    rawType: z.enum(['success', 'failure']).optional(),
    raw: metric.optional(),
  })
  .refine(
    ({ good, bad, total, raw }) =>
      raw === undefined
        ? total !== undefined && (good === undefined) !== (bad === undefined)
        : good === undefined && bad === undefined && total === undefined,
    'expected total with either good or bad, or raw alone',
  );

const indicatorSpec = z
  .object({
    description: z.string().optional(),
    ratioMetric: ratioMetric.optional(),
    thresholdMetric: metric.optional(),
  })
  .refine(
    (spec) => (spec.ratioMetric === undefined) !== (spec.thresholdMetric === undefined),
    'expected either ratioMetric or thresholdMetric',
  );
export type IndicatorSpec = z.output<typeof indicatorSpec>;

const duration = z
  .string()
  .regex(/^[1-9]\d*[mhdwMQY]$/, 'expected a whole number and one of m, h, d, w, M, Q, Y, such as 28d');

const objective = z
  .object({
    displayName: z.string().optional(),
    target: z.number().min(0).lt(1, 'expected a share below 1, such as 0.999').optional(),
    targetPercent: z.number().min(0).lt(100, 'expected percents below 100, such as 99.9').optional(),
    indicator: z.unknown().optional(),
    indicatorRef: z.unknown().optional(),
  })
  .refine(
    (given) => (given.target === undefined) !== (given.targetPercent === undefined),
    'expected either target or targetPercent',
  );
export type OpenSloObjective = z.output<typeof objective>;

export const sloSchema = z.object({
  ...header,
  kind: z.literal('SLO'),
  spec: z.object({
    description: z.string().optional(),
    service: name,
    indicator: z.object({ spec: indicatorSpec }).optional(),
    indicatorRef: name.optional(),
    timeWindow: z
      .array(z.object({ duration, isRolling: z.boolean().optional(), calendar: z.unknown().optional() }))
      .max(1, 'expected one window')
      .optional(),
    budgetingMethod: z.enum(['Occurrences', 'Timeslices', 'RatioTimeslices']),
    objectives: z.array(objective).min(1, 'expected one objective or more'),
  }),
});
export type Slo = z.output<typeof sloSchema>;

export const sliSchema = z.object({ ...header, kind: z.literal('SLI'), spec: indicatorSpec });

export const serviceSchema = z.object({
  ...header,
  kind: z.literal('Service'),
  spec: z.object({ description: z.string().optional() }).optional(),
});
export type OpenSloService = z.output<typeof serviceSchema>;

export const dataSourceSchema = z.object({
  ...header,
  kind: z.literal('DataSource'),
  spec: z.object({ type: name }),
});
