/** Which fields of a document the catalog has no place for: whatever a table does not list as carried is named. */
import { isFields } from './documents.ts';
import { renderPath } from './faults.ts';

/** Paths without list indices ("spec.objectives.target"); `.*` at the end stands for any other key there. */
export interface FieldTable {
  readonly carried: readonly string[];
  /** Path and why it stays behind. */
  readonly left: Readonly<Record<string, string>>;
  /** Said of a field that neither list knows. */
  readonly unknown: string;
}

export interface LeftBehind {
  readonly path: string;
  readonly reason: string;
}

/** Each field that is not carried, once, at the highest level that the table speaks of. */
export function fieldsLeftBehind(document: unknown, table: FieldTable): LeftBehind[] {
  return walk(document, [], table);
}

function walk(value: unknown, path: readonly (string | number)[], table: FieldTable): LeftBehind[] {
  const keys = path.filter((part) => typeof part === 'string');
  const name = keys.join('.');
  if (table.carried.includes(name)) return [];
  const reason = [name, [...keys.slice(0, -1), '*'].join('.')].flatMap((key) =>
    Object.hasOwn(table.left, key) ? [table.left[key]] : [],
  )[0];
  if (reason !== undefined) return [{ path: renderPath(path), reason }];
  if (Array.isArray(value)) return value.flatMap((item, index) => walk(item, [...path, index], table));
  const isParent = [...table.carried, ...Object.keys(table.left)].some(
    (known) => name === '' || known.startsWith(`${name}.`),
  );
  if (isParent && isFields(value))
    return Object.entries(value).flatMap(([key, inner]) => walk(inner, [...path, key], table));
  return [{ path: renderPath(path), reason: table.unknown }];
}
