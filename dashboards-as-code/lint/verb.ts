/** `npm run dashboards -- lint`: Grafana's own linter over the boards; exit code 1 when it finds something or is missing. */
import { parseArgs } from 'node:util';
import { catalog } from '../../alerts/catalog.ts';
import { boardsOf } from '../boards.ts';
import { describeMissingLinter, lintBoards, renderLint } from './run-linter.ts';

const usage = `npm run dashboards -- lint

Runs Grafana's dashboard-linter over the boards of the catalog, with dashboards-as-code/lint/dashboard-linter.yml.
Exit code 0 when they are clean, 1 when it finds something or is not on PATH.

Example: npm run dashboards -- lint`;

export async function runLint(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { help: { type: 'boolean' } } });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const boards = boardsOf(catalog);
  const result = await lintBoards(boards);
  if (result === undefined) {
    console.error(await describeMissingLinter());
    return 1;
  }
  console.log(renderLint(boards.length, result));
  return result.refused === 0 ? 0 : 1;
}
