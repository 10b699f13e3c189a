/** Sloth's prometheus/v1 file, as far as it is read. https://sloth.dev/specs/default/ */
import { z } from 'zod';

export const slothVersion = 'prometheus/v1';

const text = z.string().min(1, 'write some text');
const labels = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean()], 'expected text').transform(String))
  .optional();

const slo = z.object({
  name: text.regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, 'expected letters, digits, "-", "_" and "."'),
  description: z.string().optional(),
  objective: z.number().gt(0, 'expected percents above 0').max(100, 'expected percents up to 100'),
  labels,
  sli: z
    .object({
      events: z.object({ error_query: text, total_query: text }).optional(),
      raw: z.object({ error_ratio_query: text }).optional(),
      plugin: z.object({ id: text }).optional(),
    })
    .refine(
      (sli) => Object.values(sli).filter((kind) => kind !== undefined).length === 1,
      'expected one of events, raw and plugin',
    ),
});
export type SlothSlo = z.output<typeof slo>;

export const slothSchema = z.object({
  version: z.literal(slothVersion),
  service: text,
  labels,
  slos: z.array(slo).min(1, 'expected one SLO or more'),
});
export type SlothFile = z.output<typeof slothSchema>;
