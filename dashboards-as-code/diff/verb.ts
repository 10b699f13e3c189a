/** `npm run dashboards -- diff`: what a change of the catalog, or of the code, changes on the boards. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { changesBetweenBoards } from './board-changes.ts';
import { renderBoardChanges } from './changes-text.ts';
import { olderBoards } from './older-boards.ts';
import { renderedBoards } from './rendered-boards.ts';

const usage = `npm run dashboards -- diff [--against REF|FOLDER|FILE]

Compares the boards that the catalog renders now with those of another version: boards, sections, panels, queries, units,
thresholds, variables, links and marks that come, go, change or move. The other version is the
dashboards-as-code/generated/boards/ of a commit, a folder of boards, or one board that was kept or exported.

  --against REF|FOLDER|FILE   a commit, branch or tag, a folder of *.json, or a board's JSON (HEAD)

Exit code 0: nothing changes. 3: something does. 1: the catalog or the other version cannot be read. 2: wrong arguments.

Example: npm run dashboards -- diff --against main

  desk-errors
    panel "Which 10 routes fail most?": is 12 wide and 9 high, not 24 and 9
    panel "When did it begin, and is it over?": threshold red moves from 0.0144 to 0.02`;

/** Something changes; 1 and 2 mean that it could not be said. */
const exitCodeOfChanges = 3;

const options = {
  help: { type: 'boolean', default: false },
  against: { type: 'string', default: 'HEAD' },
} as const;

/** Returns the exit code; throws an Error where either version cannot be had. */
export async function runDiff(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  if (positionals.length > 0) {
    console.error(
      `"${positionals.join(' ')}" is too much; name the other version with --against.\n\n${usage}`,
    );
    return 2;
  }
  const committed = join(import.meta.dirname, '..', 'generated', 'boards');
  const older = await olderBoards(values.against, committed);
  const rendered = await renderedBoards();
  const uids = new Set(older.boards.map(({ uid }) => uid));
  const newer = older.isWhole ? rendered : rendered.filter(({ uid }) => uids.has(uid));
  if (newer.length === 0)
    throw new Error(
      `--against ${values.against}: the catalog renders no board with the uid "${[...uids].join()}"; there is ${rendered.map(({ uid }) => uid).join(', ')}.`,
    );
  const changes = changesBetweenBoards(older.boards, newer);
  console.log(renderBoardChanges(changes, values.against));
  return changes.length === 0 ? 0 : exitCodeOfChanges;
}
