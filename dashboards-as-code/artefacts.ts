/** Every file that `npm run dashboards` writes, as a map of path below dashboards-as-code/generated/ to text. */
import { stringify } from 'yaml';
import type { ServiceDefinition } from '../alerts/service-definition.ts';
import { boardsOf } from './boards.ts';
import { assertSoundBoards } from './checks/board-faults.ts';
import { incidentPanels } from './incident-panels.ts';
import { boardsProvisioning, datasourcesProvisioning } from './provisioning.ts';
import { boardResource } from './schema-v2/resource.ts';

/** Throws an Error with a line for each fault of a board (checks/): what is not sound is not written. */
export function boardArtefacts(services: readonly ServiceDefinition[]): Map<string, string> {
  const files = new Map<string, string>();
  const boards = boardsOf(services);
  assertSoundBoards(boards, services);
  for (const board of boards) {
    files.set(`boards/${board.uid}.json`, renderJson(board));
    // Not in boards/: Grafana reads that folder, and would make each board twice.
    files.set(`v2/${board.uid}.json`, renderJson(boardResource(board)));
  }
  files.set(
    'incident-panels.json',
    renderJson(incidentPanels(services.filter(({ objectives }) => objectives.length > 0))),
  );
  files.set('provisioning/datasources/tocsin.yml', renderYaml(datasourcesProvisioning()));
  files.set('provisioning/dashboards/tocsin.yml', renderYaml(boardsProvisioning()));
  return files;
}

/** Keys sorted, so that another version of the SDK does not turn a diff over. */
export function renderJson(board: object): string {
  return `${JSON.stringify(sorted(board), undefined, 2)}\n`;
}

/** Not as the replacer of JSON.stringify(), which is called for each value and takes twice the time. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

function renderYaml(document: object): string {
  return `# Made from dashboards-as-code/ by "npm run dashboards"; do not edit.\n${stringify(document, { lineWidth: 0 })}`;
}
