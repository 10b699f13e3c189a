/** JSON that is looked at without knowing all of it. */
import { isDeepStrictEqual } from 'node:util';

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The objects in a list; none where there is no list. */
export function objectsIn(list: unknown): JsonObject[] {
  return Array.isArray(list) ? list.filter(isObject) : [];
}

/** What is at a path of keys; undefined where nothing is. */
export function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce((found: unknown, key) => (isObject(found) ? found[key] : undefined), value);
}

/** A copy without what lies at these paths ("fieldConfig.defaults.unit"). */
export function without(value: JsonObject, paths: readonly string[]): JsonObject {
  const entries = Object.entries(value).flatMap(([key, inner]): [string, unknown][] => {
    if (paths.includes(key)) return [];
    const below = paths.flatMap((path) => (path.startsWith(`${key}.`) ? [path.slice(key.length + 1)] : []));
    return [[key, isObject(inner) ? without(inner, below) : inner]];
  });
  return Object.fromEntries(entries);
}

/** Keys in order, and no null: to Grafana a field that is null and one that is left out are the same. */
export function normalise(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normalise);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== null);
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, normalise(inner)]),
  );
}

export interface Difference {
  readonly path: string;
  /** undefined where there was, or is, nothing. */
  readonly from: unknown;
  readonly to: unknown;
}

/** Every value that differs, at its own path; members of lists by their position. */
export function differencesBetween(from: unknown, to: unknown, path = ''): Difference[] {
  if (isDeepStrictEqual(from, to)) return [];
  const [older, newer] = [childrenOf(from), childrenOf(to)];
  if (older === undefined || newer === undefined || Array.isArray(from) !== Array.isArray(to))
    return [{ path, from, to }];
  const keys = new Set([...older.keys(), ...newer.keys()]);
  return [...keys].flatMap((key) =>
    differencesBetween(older.get(key), newer.get(key), path === '' ? key : `${path}.${key}`),
  );
}

function childrenOf(value: unknown): Map<string, unknown> | undefined {
  if (Array.isArray(value)) return new Map(value.map((inner, index) => [String(index), inner]));
  return isObject(value) ? new Map(Object.entries(value)) : undefined;
}
