/** A document checked against a schema: every fault at once, with path, value and what is expected there. */
import type { z } from 'zod';
import { type Fields, isFields } from './documents.ts';
import type { Report } from './report.ts';

/** The document in the schema's shape, or undefined when the report holds its faults. */
export function checkDocument<S extends z.ZodType>(
  schema: S,
  document: Fields,
  report: Report,
): z.output<S> | undefined {
  const result = schema.safeParse(document);
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    const value = valueAt(document, issue.path);
    const expected = issue.message.replace(/^Invalid (input|option): /, '');
    report.fault(
      renderPath(issue.path),
      value === undefined
        ? `is missing: ${expected.replace(/, received undefined$/, '')}.`
        : `${JSON.stringify(value)}: ${expected}.`,
    );
  }
  return undefined;
}

/** `spec.objectives[0].target`. */
export function renderPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : text === '' ? String(part) : `${text}.${String(part)}`,
    '',
  );
}

function valueAt(value: unknown, [first, ...rest]: readonly PropertyKey[]): unknown {
  if (first === undefined) return value;
  if (Array.isArray(value)) return valueAt(value[Number(first)], rest);
  return isFields(value) ? valueAt(value[String(first)], rest) : undefined;
}
