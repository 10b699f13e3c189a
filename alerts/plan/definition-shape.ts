/**
 * The shape of a catalog file at run time: TypeScript is stripped, not checked, when a file is run, and a definition can
 * come from a reader of another format. What a value means is asked elsewhere (`defineService`, `refusalsOf`).
 */
import { z } from 'zod';

const selector = z.object({
  kind: z.literal('selector'),
  metric: z.string().regex(/^[a-zA-Z_:][\w:]*$/, 'is no metric name: letters, digits, "_" and ":"'),
  matchers: z.array(
    z
      .object({
        label: z.string().regex(/^[a-zA-Z_]\w*$/, 'is no label name: letters, digits and "_"'),
        op: z.enum(['=', '!=', '=~', '!~']),
        value: z.string(),
      })
      .refine(({ op, value }) => !op.endsWith('~') || isPattern(value), 'is no regular expression'),
  ),
});

const text = z.string().refine((value) => value.trim() !== '', 'is empty');

const objective = z.object({
  // It becomes a label, a rule group and a panel.
  name: z.string().regex(/^[a-z][a-z0-9-]*$/, 'is no name: a-z, 0-9 and "-", starting with a letter'),
  kind: z.enum(['availability', 'latency']),
  description: text,
  target: z.number(),
  windowDays: z.literal([7, 28, 30, 90]),
  // One object with a check, not a union: a union would only say that neither form fits.
  events: z
    .object({ total: selector, bad: selector.optional(), good: selector.optional() })
    .refine(({ bad, good }) => (bad === undefined) !== (good === undefined), 'has to say either bad or good'),
  thresholdSeconds: z.number().positive().optional(),
});

const service = z.object({
  name: z.string(),
  owner: z.string(),
  tier: z.literal([1, 2, 3]),
  description: text,
  objectives: z.array(objective).min(1, 'a service without objectives has nothing to alert on; add one'),
  expectedTraffic: z.object({ requestsPerHour: z.number() }).optional(),
});

/** Throws an Error that lists every value of a wrong type, with the service, the objective, the value and what fits. */
export function assertDefinitionShape(definition: unknown): void {
  const parsed = service.safeParse(definition);
  if (parsed.success) return;
  const name = valueAt(definition, ['name']);
  const where = `alerts/catalog/${name}.ts: service ${shown(name)}`;
  const faults = parsed.error.issues.map((issue) => {
    const [first, index] = issue.path;
    const objectiveName = valueAt(definition, ['objectives', index ?? '', 'name']);
    const inside = first === 'objectives' && index !== undefined ? `, objective ${shown(objectiveName)}` : '';
    return `${where}${inside}: ${issue.path.join('.')} ${shown(valueAt(definition, issue.path))}: ${issue.message}.`;
  });
  throw new Error(faults.join('\n'));
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    root,
  );
}

function shown(value: unknown): string {
  const json = JSON.stringify(value) ?? String(value);
  return json.length > 80 ? `${json.slice(0, 77)}...` : json;
}

function isPattern(value: string): boolean {
  try {
    new RegExp(value);
    return true;
  } catch {
    return false;
  }
}
