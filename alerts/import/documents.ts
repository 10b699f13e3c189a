/** A YAML file as a list of objects: documents between `---`, and lists of objects within one document. */
import { parseAllDocuments } from 'yaml';
import type { Report } from './report.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** Objects of the file in order. What is no YAML or no object is reported as a fault with its line. */
export function readDocuments(text: string, report: Report): Fields[] {
  const parsed = parseAllDocuments(text, { prettyErrors: true });
  const documents = Array.isArray(parsed) ? parsed : [];
  const objects: Fields[] = [];
  for (const [index, document] of documents.entries()) {
    const [error] = document.errors;
    if (error !== undefined) {
      report.fault(`document ${index + 1}`, `is no YAML: ${error.message.split('\n')[0]}`);
      continue;
    }
    const value = withoutNulls(toPlain(document.toJS.bind(document), index, report));
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item === undefined) continue;
      if (isFields(item)) objects.push(item);
      else
        report.fault(
          `document ${index + 1}`,
          `is ${JSON.stringify(item)}; write a mapping that starts with apiVersion: openslo/v1 or version: prometheus/v1.`,
        );
    }
  }
  return objects;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The library refuses aliases that would expand into gigabytes by throwing. */
function toPlain(read: () => unknown, index: number, report: Report): unknown {
  try {
    return read();
  } catch (error) {
    return report.fault(`document ${index + 1}`, error instanceof Error ? error.message : String(error));
  }
}

/** A key without a value is a key that is not there; published examples leave some empty. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls).filter((item) => item !== undefined);
  if (isFields(value))
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, inner]) => (inner === null ? [] : [[key, withoutNulls(inner)]])),
    );
  return value ?? undefined;
}
