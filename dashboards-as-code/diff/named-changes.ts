/** Changes of what goes by a name: variables, marks (annotations) and links. */
import { at, differencesBetween, type JsonObject, objectsIn, without } from './json.ts';
import { matchBy } from './matched.ts';
import { fromTo, spokenDifference } from './wording.ts';

export interface Change {
  /** `panel "Which routes fail?"`, `variable route`, `the board`. */
  readonly subject: string;
  /** Lines after the first of a sentence belong to it. */
  readonly sentences: readonly string[];
}

interface Kind {
  /** What the thing is called in sentences. */
  readonly noun: string;
  readonly nameKey: 'name' | 'title';
  /** Where it says what it shows: paths, the first that both versions have counts. */
  readonly asks: readonly string[];
  /** What only repeats another field. */
  readonly ignored: readonly string[];
}

export const variables: Kind = {
  noun: 'variable',
  nameKey: 'name',
  asks: ['query.query', 'query'],
  ignored: ['definition'],
};
export const marks: Kind = { noun: 'mark', nameKey: 'name', asks: ['target.expr', 'expr'], ignored: [] };
export const links: Kind = { noun: 'link', nameKey: 'title', asks: ['url'], ignored: [] };

/** One change a thing; takes the lists as they stand in the JSON. */
export function namedChanges(kind: Kind, older: unknown, newer: unknown): Change[] {
  const nameOf = (item: JsonObject): string => String(item[kind.nameKey] ?? 'without a name');
  const subject = (item: JsonObject): string => `${kind.noun} "${nameOf(item)}"`;
  const { added, removed, kept } = matchBy(objectsIn(older), objectsIn(newer), nameOf);
  return [
    ...removed.map((item) => ({ subject: subject(item), sentences: ['is gone'] })),
    ...added.map((item) => ({ subject: subject(item), sentences: [newThing(kind, item)] })),
    ...kept
      .map((pair) => ({
        subject: subject(pair.newer),
        sentences: thingChanges(kind, pair.older, pair.newer),
      }))
      .filter(({ sentences }) => sentences.length > 0),
  ];
}

function newThing(kind: Kind, item: JsonObject): string {
  const path = kind.asks.find((candidate) => textAt(item, candidate) !== undefined);
  return path === undefined ? 'is new' : `is new: ${textAt(item, path)}`;
}

function thingChanges(kind: Kind, older: JsonObject, newer: JsonObject): string[] {
  const path = kind.asks.find(
    (candidate) => textAt(older, candidate) !== undefined && textAt(newer, candidate) !== undefined,
  );
  const [from, to] = path === undefined ? [] : [textAt(older, path), textAt(newer, path)];
  const said = [...kind.ignored, ...(path === undefined ? [] : [path])];
  return [
    ...(from === undefined || to === undefined || from === to ? [] : [fromTo('changes', from, to)]),
    ...differencesBetween(without(older, said), without(newer, said)).map(spokenDifference),
  ];
}

function textAt(item: JsonObject, path: string): string | undefined {
  const found = at(item, ...path.split('.'));
  return typeof found === 'string' ? found : undefined;
}
