/** How values look in the classic schema. Closed: a key that is not listed here is refused, so that none is lost on the way. */
import type { FieldColorModeId } from '@grafana/schema/apis/dashboard.grafana.app/v2beta1';
import { z } from 'zod';

const colorModes = [
  'thresholds',
  'palette-classic',
  'palette-classic-by-name',
  'continuous-viridis',
  'continuous-magma',
  'continuous-plasma',
  'continuous-inferno',
  'continuous-cividis',
  'continuous-GrYlRd',
  'continuous-RdYlGr',
  'continuous-BlYlRd',
  'continuous-YlRd',
  'continuous-BlPu',
  'continuous-YlBl',
  'continuous-blues',
  'continuous-reds',
  'continuous-greens',
  'continuous-purples',
  'fixed',
  'shades',
] as const satisfies readonly FieldColorModeId[];

const mappingResult = z.strictObject({
  text: z.string().exactOptional(),
  color: z.string().exactOptional(),
  icon: z.string().exactOptional(),
  index: z.number().exactOptional(),
});

const mapping = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('value'), options: z.record(z.string(), mappingResult) }),
  z.strictObject({
    type: z.literal('range'),
    options: z.strictObject({
      from: z.number().nullable(),
      to: z.number().nullable(),
      result: mappingResult,
    }),
  }),
  z.strictObject({
    type: z.literal('regex'),
    options: z.strictObject({ pattern: z.string(), result: mappingResult }),
  }),
  z.strictObject({
    type: z.literal('special'),
    options: z.strictObject({
      match: z.enum(['true', 'false', 'null', 'nan', 'null+nan', 'empty']),
      result: mappingResult,
    }),
  }),
]);

export const matcher = z.strictObject({
  id: z.string(),
  scope: z.enum(['series', 'nested', 'annotation', 'exemplar']).exactOptional(),
  options: z.unknown().exactOptional(),
});

const defaults = z.strictObject({
  displayName: z.string().exactOptional(),
  description: z.string().exactOptional(),
  filterable: z.boolean().exactOptional(),
  unit: z.string().exactOptional(),
  decimals: z.number().exactOptional(),
  min: z.number().exactOptional(),
  max: z.number().exactOptional(),
  fieldMinMax: z.boolean().exactOptional(),
  noValue: z.string().exactOptional(),
  mappings: z.array(mapping).exactOptional(),
  thresholds: z
    .strictObject({
      mode: z.enum(['absolute', 'percentage']),
      steps: z.array(z.strictObject({ value: z.number().nullable(), color: z.string() })),
    })
    .exactOptional(),
  color: z
    .strictObject({
      mode: z.enum(colorModes),
      fixedColor: z.string().exactOptional(),
      seriesBy: z.enum(['min', 'max', 'last']).exactOptional(),
    })
    .exactOptional(),
  links: z.array(z.unknown()).exactOptional(),
  custom: z.record(z.string(), z.unknown()).exactOptional(),
});

export const fieldConfig = z.strictObject({
  defaults,
  overrides: z.array(
    z.strictObject({
      matcher,
      properties: z.array(z.strictObject({ id: z.string(), value: z.unknown().exactOptional() })),
    }),
  ),
});
