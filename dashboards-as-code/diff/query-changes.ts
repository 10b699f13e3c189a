/** What changes about the queries of a panel, a variable or a mark. */
import { differencesBetween, type JsonObject, objectsIn, without } from './json.ts';
import { matchBy } from './matched.ts';
import { fromTo, spoken, spokenDifference } from './wording.ts';

/** What a target asks, by the datasource's own name for it. */
const askedIn = ['expr', 'query', 'tags', 'rawSql'] as const;

/** Takes `targets` of either version. */
export function queryChanges(older: unknown, newer: unknown): string[] {
  const { added, removed, kept } = matchBy(objectsIn(older), objectsIn(newer), nameOf);
  return [
    ...removed.map((target) => `query ${nameOf(target)} is gone: ${questionOf(target)}`),
    ...added.map((target) => `new query ${nameOf(target)}: ${questionOf(target)}`),
    ...kept.flatMap((pair) => targetChanges(`query ${nameOf(pair.newer)}`, pair.older, pair.newer)),
  ];
}

/** The question first, then how it is asked. */
function targetChanges(name: string, older: JsonObject, newer: JsonObject): string[] {
  const asked = askedIn.filter((key) => typeof older[key] === 'string' && typeof newer[key] === 'string');
  return [
    ...asked.flatMap((key) =>
      older[key] === newer[key]
        ? []
        : [
            fromTo(
              `${name} changes${key === 'expr' ? '' : ` its ${key}`}`,
              String(older[key]),
              String(newer[key]),
            ),
          ],
    ),
    ...differencesBetween(without(older, asked), without(newer, asked)).map(
      (difference) => `${name}: ${spokenDifference(difference)}`,
    ),
  ];
}

function nameOf({ refId }: JsonObject): string {
  return typeof refId === 'string' ? refId : 'without a name';
}

function questionOf(target: JsonObject): string {
  const key = askedIn.find((name) => typeof target[name] === 'string');
  return key === undefined ? spoken(without(target, ['refId'])) : String(target[key]);
}
