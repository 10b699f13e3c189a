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
  const sorted = (_key: string, value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value;
  return `${JSON.stringify(board, sorted, 2)}\n`;
}

function renderYaml(document: object): string {
  return `# Made from dashboards-as-code/ by "npm run dashboards"; do not edit.\n${stringify(document, { lineWidth: 0 })}`;
}
