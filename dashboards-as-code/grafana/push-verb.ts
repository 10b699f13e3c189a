/** `npm run dashboards -- push`: the boards of the catalog into a Grafana that runs. */
import { parseArgs } from 'node:util';
import { renderedBoards } from '../diff/rendered-boards.ts';
import { ordinaryBounds } from './connection.ts';
import { grafanaUrl } from './grafana-url.ts';
import { abortOnInterrupt } from './interrupt.ts';
import { pushBoards } from './push.ts';
import { readToken } from './token-file.ts';

const usage = `npm run dashboards -- push --url URL --token-file FILE [options]

Puts the boards that the catalog renders into a Grafana ("npm run tools" says how old it may be). Says first what it will do;
a board that is the same is not sent, one that lies in another folder stays there, and one that was edited in Grafana is refused
with the edit. When one write fails, those before it are put back.

  --url URL             Grafana's address
  --token-file FILE     the token of a service account with the role Editor; nobody else may read the file
  --board UID           only this board; may be given several times (all)
  --folder-uid UID      where boards are made that are not there yet (tocsin)
  --folder-title TITLE  its title, should it have to be made (Tocsin)
  --message TEXT        for Grafana's history (Pushed by npm run dashboards)
  --overwrite-edits     overwrite what was edited in Grafana, and say what that was
  --dry-run             write nothing

Exit code 0: every board is there. 1: refused or failed, and nothing half-pushed. 2: wrong arguments.

Example: npm run dashboards -- push --url https://grafana.example.org --token-file ~/.tocsin-grafana --dry-run`;

const options = {
  help: { type: 'boolean', default: false },
  url: { type: 'string' },
  'token-file': { type: 'string' },
  board: { type: 'string', multiple: true },
  'folder-uid': { type: 'string', default: 'tocsin' },
  'folder-title': { type: 'string', default: 'Tocsin' },
  message: { type: 'string', default: 'Pushed by npm run dashboards' },
  'overwrite-edits': { type: 'boolean', default: false },
  'dry-run': { type: 'boolean', default: false },
} as const;

/** In bytes. Grafana takes 500 of them, and the mark of the content follows. */
const longestMessage = 400;

/** Returns the exit code; throws an Error, before anything is written, for what cannot be pushed at all. */
export async function runPush(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const fault = faultIn(values, positionals);
  if (fault !== undefined || values.url === undefined || values['token-file'] === undefined) {
    console.error(`${fault ?? '--url and --token-file say where to push, and as whom.'}\n\n${usage}`);
    return 2;
  }
  const connection = {
    url: grafanaUrl(values.url),
    token: await readToken(values['token-file']),
    ...ordinaryBounds,
  };
  const rendered = await renderedBoards();
  const unknown = values.board?.find((uid) => !rendered.some((board) => board.uid === uid));
  if (unknown !== undefined)
    throw new Error(
      `--board ${unknown}: the catalog renders no such board; there is ${rendered.map(({ uid }) => uid).join(', ')}.`,
    );
  const push = {
    boards: rendered.filter(({ uid }) => values.board?.includes(uid) ?? true),
    folder: { uid: values['folder-uid'], title: values['folder-title'] },
    message: values.message,
    mayOverwriteEdits: values['overwrite-edits'],
    isDryRun: values['dry-run'],
    signal: abortOnInterrupt(console.error),
  };
  return pushBoards(connection, push, console.log);
}

function faultIn(
  values: { 'folder-uid': string; 'folder-title': string; message: string },
  positionals: readonly string[],
): string | undefined {
  const folderUid = values['folder-uid'];
  if (positionals.length > 0) return `"${positionals.join(' ')}" is too much; name boards with --board.`;
  // Grafana's root goes by "general" and cannot be pushed to under that name.
  if (!/^[a-zA-Z0-9_-]{1,40}$/.test(folderUid) || folderUid === 'general')
    return `--folder-uid "${folderUid}" is none of a folder; it has up to 40 letters, digits, - and _, and is not "general".`;
  if (values['folder-title'].trim() === '') return '--folder-title is empty; a folder has a title.';
  const messageBytes = Buffer.byteLength(values.message);
  if (messageBytes > longestMessage || values.message.trim() === '')
    return `--message has ${messageBytes} bytes; it may have up to ${longestMessage}, and not none.`;
  // Grafana reads a version out of what follows these words, and shows no history any more where none follows.
  if (/restored from version/i.test(values.message))
    return '--message must not say "Restored from version": Grafana keeps these words for itself.';
  return undefined;
}
