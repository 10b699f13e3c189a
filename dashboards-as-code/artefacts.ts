/** Every file that `npm run dashboards` writes, as a map of path below dashboards-as-code/generated/ to text. */
import { stringify } from 'yaml';
import type { ServiceDefinition } from '../alerts/service-definition.ts';
import { boardsOf } from './boards.ts';
import { boardsProvisioning, datasourcesProvisioning } from './provisioning.ts';
import { boardResource } from './schema-v2/resource.ts';

export function boardArtefacts(services: readonly ServiceDefinition[]): Map<string, string> {
  const files = new Map<string, string>();
  // A service without objectives is seen by its symptoms; there is nothing for these boards to show of it.
  const boarded = services.filter(({ objectives }) => objectives.length > 0);
  for (const board of boarded.flatMap(boardsOf)) {
    files.set(`boards/${board.uid}.json`, renderJson(board));
    // Not in boards/: Grafana reads that folder, and would make each board twice.
    files.set(`v2/${board.uid}.json`, renderJson(boardResource(board)));
  }
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
