/** What `npm run dashboards -- push` is asked to do. */
import { parseArgs } from 'node:util';

export const usage = `npm run dashboards -- push --url URL --token-file FILE [options]

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

export interface PushArguments {
  readonly url: string;
  readonly tokenFile: string;
  /** Undefined: all of them. */
  readonly boards: readonly string[] | undefined;
  readonly folder: { readonly uid: string; readonly title: string };
  readonly message: string;
  readonly mayOverwriteEdits: boolean;
  readonly isDryRun: boolean;
}

/** Gives "help" where that is asked for, and a sentence where the arguments will not do; parseArgs throws on unknown ones. */
export function readPushArguments(args: string[]): PushArguments | 'help' | { readonly fault: string } {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  if (values.help) return 'help';
  const { url, 'token-file': tokenFile, message, 'folder-uid': uid, 'folder-title': title } = values;
  if (positionals.length > 0)
    return { fault: `"${positionals.join(' ')}" is too much; name boards with --board.` };
  if (url === undefined || tokenFile === undefined)
    return { fault: '--url and --token-file say where to push, and as whom.' };
  const fault = folderFault(uid, title) ?? messageFault(message);
  if (fault !== undefined) return { fault };
  return {
    url,
    tokenFile,
    boards: values.board,
    folder: { uid, title },
    message,
    mayOverwriteEdits: values['overwrite-edits'],
    isDryRun: values['dry-run'],
  };
}

function folderFault(uid: string, title: string): string | undefined {
  // Grafana's root goes by "general" and cannot be pushed to under that name.
  if (!/^[a-zA-Z0-9_-]{1,40}$/.test(uid) || uid === 'general')
    return `--folder-uid "${uid}" is none of a folder; it has up to 40 letters, digits, - and _, and is not "general".`;
  return title.trim() === '' ? '--folder-title is empty; a folder has a title.' : undefined;
}

function messageFault(message: string): string | undefined {
  const bytes = Buffer.byteLength(message);
  if (bytes > longestMessage || message.trim() === '')
    return `--message has ${bytes} bytes; it may have up to ${longestMessage}, and not none.`;
  // Grafana reads a version out of what follows these words, and shows no history any more where none follows.
  return /restored from version/i.test(message)
    ? '--message must not say "Restored from version": Grafana keeps these words for itself.'
    : undefined;
}
