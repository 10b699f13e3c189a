/**
 * Boards held against Grafana's own types by the type checker: each becomes an object in a program of its own, where a key that
 * the type does not have, a value of the wrong type and a missing key are errors.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../../programs/run.ts';

export type BoardSchema = keyof typeof boardTypes;

const boardTypes = { classic: 'ClassicBoard', v2: 'V2Board' } as const;

export interface CheckedBoard {
  readonly schema: BoardSchema;
  readonly uid: string;
  readonly json: object;
}

/** One line a fault, naming schema, board, panel and the line of the board's JSON; nothing when there is none. */
export async function faultsByType(boards: readonly CheckedBoard[]): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-board-types-'));
  try {
    // .mts, so that each is a module without a package.json around it.
    const sources = new Map(boards.map((board) => [`${board.schema}/${board.uid}.mts`, boardSource(board)]));
    for (const [file, source] of sources) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), source);
    }
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(checkSettings));
    const tsc = fileURLToPath(new URL('bin/tsc', import.meta.resolve('typescript/package.json')));
    const args = [tsc, '--project', folder, '--pretty', 'false'];
    const { exitCode, stdout, stderr } = await runCommand(process.execPath, args, { cwd: folder });
    const faults = stdout.split('\n').flatMap((line) => faultIn(line, sources));
    if (exitCode !== 0 && faults.length === 0)
      throw new Error(
        `tsc could not check the boards (exit code ${exitCode}): ${stderr.trim() || stdout.trim()}`,
      );
    return faults;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const checkSettings = {
  extends: join(import.meta.dirname, '..', '..', 'tsconfig.json'),
  compilerOptions: { types: [] },
  include: ['**/*.mts'],
  exclude: [],
};

function boardSource({ schema, json }: CheckedBoard): string {
  const types = join(import.meta.dirname, `${schema}-type.ts`).replaceAll('\\', '/');
  const type = boardTypes[schema];
  return `import type { ${type} } from '${types}';\nexport const board: ${type} = ${JSON.stringify(json, null, 2)};\n`;
}

/** Of a line of tsc's such as `v2/desk-errors.mts(12,7): error TS2353: ...`; its other lines only explain that one. */
function faultIn(said: string, sources: ReadonlyMap<string, string>): string[] {
  const [, file, line, message] = /^(.+?)\((\d+),\d+\): error (.+)$/.exec(said) ?? [];
  if (file === undefined) return [];
  const lines = sources.get(file.replaceAll('\\', '/'))?.split('\n') ?? [];
  const at = Number(line) - 1;
  const where = titlesAround(lines, at).map((title) => `, ${title}`);
  return [`${file.replace('.mts', '')}${where.join('')}: ${lines[at]?.trim()} ${message}`];
}

/** The titles of the board, the panel and so on that a line of JSON lies in, from the outside in. */
function titlesAround(lines: readonly string[], at: number): string[] {
  const titles: string[] = [];
  let inside = indentOf(lines[at]) + 1;
  for (let start = at; start > 0; start -= 1) {
    const indent = indentOf(lines[start]);
    if (indent >= inside) continue;
    inside = indent;
    const end = lines.findIndex((line, index) => index > start && indentOf(line) <= indent);
    const title = lines
      .slice(start + 1, end)
      .find((line) => indentOf(line) === indent + 2 && line.trim().startsWith('"title": '));
    if (title !== undefined) titles.unshift(title.trim().replace(/^"title": |,$/g, ''));
  }
  return titles;
}

function indentOf(line = ''): number {
  return line.length - line.trimStart().length;
}
