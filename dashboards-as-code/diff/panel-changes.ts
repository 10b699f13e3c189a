/** What changes about one panel, in sentences. */
import type { BoardPanel } from './classic-board.ts';
import { at, differencesBetween, type JsonObject, objectsIn, without } from './json.ts';
import { matchBy } from './matched.ts';
import { type Change, links, namedChanges } from './named-changes.ts';
import { queryChanges } from './query-changes.ts';
import { thresholdChanges } from './threshold-changes.ts';
import { fromTo, spoken, spokenDifference } from './wording.ts';

/** What has a sentence of its own; the rest is told by its path. */
const told = [
  'id',
  'type',
  'title',
  'description',
  'gridPos',
  'targets',
  'links',
  'fieldConfig.defaults.unit',
  'fieldConfig.defaults.noValue',
  'fieldConfig.defaults.links',
  'fieldConfig.defaults.thresholds.steps',
  'fieldConfig.overrides',
];

/** Where it lies is the board's to tell: see `placeChanges`. */
export function panelChanges(older: BoardPanel, newer: BoardPanel): string[] {
  const [before, after] = [older.json, newer.json];
  const defaults = (json: JsonObject, key: string): unknown => at(json, 'fieldConfig', 'defaults', key);
  return [
    ...replaced('title', older.title, newer.title),
    ...replaced('is shown as', older.type, newer.type),
    ...rewritten('description', before.description, after.description),
    ...replaced('unit', defaults(before, 'unit'), defaults(after, 'unit')),
    ...replaced('text when there is nothing', defaults(before, 'noValue'), defaults(after, 'noValue')),
    ...thresholdChanges(
      at(before, 'fieldConfig', 'defaults', 'thresholds', 'steps'),
      at(after, 'fieldConfig', 'defaults', 'thresholds', 'steps'),
    ),
    ...queryChanges(before.targets, after.targets),
    ...inOneLine(namedChanges(links, before.links, after.links)),
    ...inOneLine(namedChanges(links, defaults(before, 'links'), defaults(after, 'links'))),
    ...overrideChanges(at(before, 'fieldConfig', 'overrides'), at(after, 'fieldConfig', 'overrides')),
    ...differencesBetween(without(before, told), without(after, told)).map(spokenDifference),
  ];
}

/** What a new panel is, in one line. */
export function spokenPanel({ type, json }: BoardPanel): string {
  const queries = Array.isArray(json.targets) ? json.targets.length : 0;
  return `${type} with ${queries === 1 ? '1 query' : `${queries} queries`}`;
}

function replaced(what: string, from: unknown, to: unknown): string[] {
  return from === to ? [] : [`${what} ${spoken(from)} -> ${spoken(to)}`];
}

function rewritten(what: string, from: unknown, to: unknown): string[] {
  return from === to ? [] : [fromTo(`${what} changes`, String(from ?? 'none'), String(to ?? 'none'))];
}

function inOneLine(changes: readonly Change[]): string[] {
  return changes.flatMap(({ subject, sentences }) => sentences.map((sentence) => `${subject} ${sentence}`));
}

/** An override goes by what it matches, its properties by their ids. */
function overrideChanges(older: unknown, newer: unknown): string[] {
  const { added, removed, kept } = matchBy(objectsIn(older), objectsIn(newer), matcherOf);
  return [
    ...removed.map((override) => `override of ${matcherOf(override)} is gone`),
    ...added.map(
      (override) =>
        `new override of ${matcherOf(override)}: ${[...propertiesOf(override).keys()].join(', ')}`,
    ),
    ...kept.flatMap((pair) =>
      differencesBetween(
        Object.fromEntries(propertiesOf(pair.older)),
        Object.fromEntries(propertiesOf(pair.newer)),
      ).map((difference) => `override of ${matcherOf(pair.newer)}: ${spokenDifference(difference)}`),
    ),
  ];
}

function matcherOf({ matcher }: JsonObject): string {
  return spoken(at(matcher, 'options') ?? at(matcher, 'id'));
}

function propertiesOf({ properties }: JsonObject): Map<string, unknown> {
  return new Map(objectsIn(properties).map(({ id, value }) => [String(id), value]));
}
