/** The boards as they are written to generated/boards/, parsed: what whoever asks or pushes them needs to know of them. */
import { catalog } from '../alerts/catalog.ts';
import { boardArtefacts } from './artefacts.ts';

/** In the order of their names. Throws an Error with a line for each fault that the checks find, a unit's among them. */
export function shippedBoards(): unknown[] {
  return [...boardArtefacts(catalog)]
    .filter(([path]) => path.startsWith('boards/'))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, text]): unknown => JSON.parse(text));
}
