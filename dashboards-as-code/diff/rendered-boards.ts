/** The boards that the catalog renders now, as Grafana will read them. */
import { boardArtefacts } from '../artefacts.ts';
import { type ClassicBoard, readBoard } from './classic-board.ts';

const boardFile = /^boards\/[^/]+\.json$/;

/** Through their JSON text, so that what is compared and pushed is what is committed. Throws for a catalog that cannot work. */
export async function renderedBoards(): Promise<ClassicBoard[]> {
  // Loaded here, so that a definition that is refused on loading is one sentence too, and no stack.
  const { catalog } = await import('../../alerts/catalog.ts');
  return [...boardArtefacts(catalog)]
    .filter(([file]) => boardFile.test(file))
    .map(([file, text]) => readBoard(JSON.parse(text), file));
}
