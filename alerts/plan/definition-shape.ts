/**
 * The shape of a catalog file at run time: TypeScript is stripped, not checked, when a file is run, and a definition can
 * come from a reader of another format. What a value means is asked elsewhere (`defineService`, `refusalsOf`).
 */
import { z } from 'zod';
import type { Objective } from '../objective.ts';
import type { ServiceDefinition } from '../service-definition.ts';
import { duration, selector, text } from './selector-shape.ts';
import { seriesLabels, signal } from './signal-shape.ts';
import { symptomAdjustments } from './symptom-shape.ts';

/** More than anyone could be on call for, and a sign that a loop wrote them. */
export const mostObjectives = 100;

/** Lines that somebody still reads. */
const mostFaults = 20;

/** The five shapes of events, told apart by what they name; a union would say of each that it does not fit. */
const events = z
  .strictObject({
    total: selector.optional(),
    bad: selector.optional(),
    good: selector.optional(),
    success: selector.optional(),
    completedAt: selector.optional(),
    maxAgeSeconds: z.number().positive().optional(),
    rawTotal: text.optional(),
    rawBad: text.optional(),
  })
  .refine(
    (named) =>
      ['bad total', 'good total', 'success', 'completedAt maxAgeSeconds', 'rawBad rawTotal'].includes(
        Object.keys(named).sort().join(' '),
      ),
    'has to say total and either bad or good; or success; or completedAt and maxAgeSeconds; or rawTotal and rawBad',
  );

const objective = z.strictObject({
  // It becomes a label, a rule group and a panel.
  name: z.string().regex(/^[a-z][a-z0-9-]*$/, 'is no name: a-z, 0-9 and "-", starting with a letter'),
  kind: z.enum(['availability', 'latency', 'freshness', 'probe']),
  description: text,
  // That it lies in between is asked of everybody, also where this shape is not.
  target: z.number('is no share: a number between 0 and 1, such as 0.999'),
  windowDays: z.literal([7, 28, 30, 90]),
  events,
  labels: seriesLabels.optional(),
  thresholdSeconds: z.number().positive().optional(),
} satisfies Record<keyof Objective, z.ZodType>);

const service = z.strictObject({
  name: z.string(),
  owner: z.string(),
  tier: z.literal([1, 2, 3]),
  description: text,
  objectives: z
    .array(objective)
    .max(
      mostObjectives,
      `are more than ${mostObjectives}, so nobody could be on call for them; split the service`,
    ),
  signals: z.array(signal).optional(),
  symptoms: symptomAdjustments.optional(),
  dependencies: z.array(z.string()).optional(),
  escalation: z
    .strictObject({ critical: z.array(z.string()).optional(), warning: z.array(z.string()).optional() })
    .optional(),
  expectedTraffic: z
    .strictObject({ requestsPerHour: z.number().positive('is no traffic: requests an hour, above 0') })
    .optional(),
  probes: z.array(z.string().regex(/^\/\S*$/, 'is no path: it begins with "/"')).optional(),
  scrape: z.strictObject({ interval: duration, timeout: duration }).optional(),
} satisfies Record<keyof ServiceDefinition, z.ZodType>);

/** Throws an Error that lists every value of a wrong type, with the service, the objective, the value and what fits. */
export function assertDefinitionShape(definition: unknown): void {
  const parsed = service.safeParse(definition);
  if (parsed.success) return;
  const name = valueAt(definition, ['name']);
  const where =
    name === undefined
      ? 'alerts/catalog/: a service without a name'
      : `alerts/catalog/${name}.ts: service ${shown(name)}`;
  const faults = parsed.error.issues.map(({ path, message }) => {
    const place = path.length === 0 ? '' : `${path.join('.')} `;
    return `${where}${partOf(definition, path)}: ${place}${shown(valueAt(definition, path))}: ${message}.`;
  });
  const more = faults.length - mostFaults;
  throw new Error(
    [...faults.slice(0, mostFaults), ...(more > 0 ? [`${where}: ${more} more like these.`] : [])].join('\n'),
  );
}

/** The objective or the signal that a path leads into, by the name that its author gave it. */
function partOf(definition: unknown, [first, index]: readonly PropertyKey[]): string {
  if (index === undefined || (first !== 'objectives' && first !== 'signals')) return '';
  const named = valueAt(definition, [first, index, first === 'objectives' ? 'name' : 'kind']);
  return `, ${first.slice(0, -1)} ${shown(named)}`;
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    root,
  );
}

function shown(value: unknown): string {
  if (typeof value === 'number') return String(value);
  const json = JSON.stringify(value) ?? String(value);
  return json.length > 80 ? `${json.slice(0, 77)}...` : json;
}
