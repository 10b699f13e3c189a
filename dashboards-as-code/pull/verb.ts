/** `npm run dashboards -- pull`: a board that somebody made by hand, as code to start from. */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ordinaryBounds } from '../grafana/connection.ts';
import { grafanaUrl } from '../grafana/grafana-url.ts';
import { checkGrafana } from '../grafana/preflight.ts';
import { readStored } from '../grafana/stored-board.ts';
import { readToken } from '../grafana/token-file.ts';
import { allNotes, pullBoard, spokenPull } from './pulled-board.ts';
import { renderFile } from './render-file.ts';

const usage = `npm run dashboards -- pull UID --url URL --token-file FILE [--out FILE]

Reads a board of a Grafana and writes TypeScript that makes its sections and panels in this repository's own terms: a
starting point, to be given questions, descriptions and the catalog's queries. What cannot be carried (other kinds of panels,
transformations, overrides, variables, unknown units and datasources) is said line by line, in the file and here.

  --url URL          Grafana's address
  --token-file FILE  the token of a service account (Viewer is enough); nobody else may read the file
  --out FILE         a new file, whose imports will fit where it lies (printed, as if in dashboards-as-code/boards/)

Exit code 0: written. 1: the board cannot be read or the file is there already. 2: wrong arguments.

Example: npm run dashboards -- pull checkout-by-hand --url https://grafana.example.org --token-file ~/.tocsin-grafana \\
  --out dashboards-as-code/boards/checkout.ts`;

const options = {
  help: { type: 'boolean', default: false },
  url: { type: 'string' },
  'token-file': { type: 'string' },
  out: { type: 'string' },
} as const;

const repository = join(import.meta.dirname, '..', '..');

/** Returns the exit code; throws an Error for what cannot be pulled. */
export async function runPull(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const { url, out } = values;
  const [uid, ...extra] = positionals;
  if (uid === undefined || extra.length > 0 || url === undefined || values['token-file'] === undefined) {
    console.error(`pull takes the uid of one board, --url and --token-file.\n\n${usage}`);
    return 2;
  }
  if (out !== undefined) refuseExisting(out);
  const connection = {
    url: grafanaUrl(url),
    token: await readToken(values['token-file']),
    ...ordinaryBounds,
  };
  await checkGrafana(connection);
  const stored = await readStored(connection, uid);
  if (stored === undefined)
    throw new Error(`${connection.url} has no board "${uid}"; its uid is what follows /d/ in its address.`);
  const board = pullBoard(stored.board);
  const text = renderFile(board, importFrom(out ?? join(repository, 'dashboards-as-code/boards/pulled.ts')));
  for (const note of allNotes(board)) console.error(`not carried: ${note}`);
  if (out === undefined) console.log(text.trimEnd());
  else {
    // "wx": what somebody made of it meanwhile is not overwritten.
    await writeFile(out, text, { flag: 'wx' });
    console.log(`${out}: ${spokenPull(board)}; npm run format makes it tidy.`);
  }
  return 0;
}

function refuseExisting(out: string): void {
  if (existsSync(out))
    throw new Error(`--out ${out} is there already and is not overwritten; name a new file.`);
  if (!existsSync(dirname(resolve(out))))
    throw new Error(`--out ${out}: its folder is not there; make it, or name another.`);
}

/** With "/" also on Windows. */
function importFrom(file: string): (path: string) => string {
  return (path) => {
    const found = relative(dirname(resolve(file)), join(repository, path)).replaceAll('\\', '/');
    return found.startsWith('.') ? found : `./${found}`;
  };
}
