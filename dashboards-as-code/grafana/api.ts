/**
 * The parts of Grafana's classic HTTP API that boards are pushed and pulled with, and what its answers mean:
 * https://grafana.com/docs/grafana/latest/developers/http_api/
 */
import { z } from 'zod';
import { type JsonObject, without } from '../diff/json.ts';
import { type Answer, ask, type Connection, type Request } from './connection.ts';

const object = z.record(z.string(), z.unknown());
const said = z.looseObject({ message: z.string().optional(), status: z.unknown().optional() });

const boardAnswer = z.object({
  dashboard: object,
  meta: z.looseObject({
    version: z.number(),
    folderUid: z.string().default(''),
    folderTitle: z.string().default(''),
    provisioned: z.boolean().default(false),
    provisionedExternalId: z.string().default(''),
    canSave: z.boolean().default(true),
  }),
});
export type BoardAnswer = z.infer<typeof boardAnswer>;

const versionAnswer = z.object({
  version: z.number(),
  message: z.string().default(''),
  created: z.string().default(''),
  createdBy: z.string().default(''),
  data: object,
});
export type VersionAnswer = z.infer<typeof versionAnswer>;

const savedAnswer = z.object({ uid: z.string(), version: z.number() });
const folderAnswer = z.object({ uid: z.string(), title: z.string(), canSave: z.boolean().default(true) });
export type FolderAnswer = z.infer<typeof folderAnswer>;

/** Undefined when there is none. Throws for every other answer. */
export async function readBoardByUid(connection: Connection, uid: string): Promise<BoardAnswer | undefined> {
  const request = { method: 'GET', path: `api/dashboards/uid/${encodeURIComponent(uid)}` } as const;
  const answer = await ask(connection, request);
  // A board whose folder cannot be found is a 404 as well.
  if (answer.status === 404 && messageOf(answer) === 'Dashboard not found') return undefined;
  return understood(connection, request, answer, boardAnswer);
}

/** What was saved as this version; undefined where the history no longer has it. */
export async function readVersion(
  connection: Connection,
  uid: string,
  version: number,
): Promise<VersionAnswer | undefined> {
  // One at a time: in the list of versions Grafana puts "Initial save" over the first one's message.
  const path = `api/dashboards/uid/${encodeURIComponent(uid)}/versions/${version}`;
  const request = { method: 'GET', path } as const;
  const answer = await ask(connection, request);
  // Grafana answers 500 for a version that it does not have.
  const isMissing = /not found/i.test(messageOf(answer)) && (answer.status === 404 || answer.status === 500);
  return isMissing ? undefined : understood(connection, request, answer, versionAnswer);
}

export interface Save {
  readonly dashboard: JsonObject;
  /** The version that was read; undefined for a board that is not there. */
  readonly version: number | undefined;
  /** "" is the top. Without it Grafana would move the board there. */
  readonly folderUid: string;
  readonly message: string;
}

export type SaveAnswer =
  | { readonly kind: 'saved'; readonly version: number }
  /** Somebody saved it in between; nothing was written. */
  | { readonly kind: 'conflict' };

/** Throws when Grafana refuses, and when nobody can say whether it was written. */
export async function saveBoard(connection: Connection, save: Save): Promise<SaveAnswer> {
  const { dashboard, version, folderUid, message } = save;
  const request = {
    method: 'POST',
    path: 'api/dashboards/db',
    body: {
      // Boards go by their uid; a number from another Grafana would name another board.
      dashboard: { ...without(dashboard, ['id', 'version']), ...(version === undefined ? {} : { version }) },
      ...(folderUid === '' ? {} : { folderUid }),
      message,
      overwrite: false,
    },
  } as const;
  const answer = await ask(connection, request);
  if (answer.status === 412 && said.safeParse(answer.json).data?.status === 'version-mismatch')
    return { kind: 'conflict' };
  const { version: saved } = understood(connection, request, answer, savedAnswer);
  return { kind: 'saved', version: saved };
}

export async function deleteBoard(connection: Connection, uid: string): Promise<void> {
  const request = { method: 'DELETE', path: `api/dashboards/uid/${encodeURIComponent(uid)}` } as const;
  understood(connection, request, await ask(connection, request), object);
}

/** Undefined where it is not there or not to be seen: a service account is told 403 of either, an administrator 404. */
export async function readFolder(connection: Connection, uid: string): Promise<FolderAnswer | undefined> {
  const request = { method: 'GET', path: `api/folders/${encodeURIComponent(uid)}` } as const;
  const answer = await ask(connection, request);
  const isUnseen = answer.status === 404 || answer.status === 403;
  return isUnseen ? undefined : understood(connection, request, answer, folderAnswer);
}

export async function createFolder(connection: Connection, uid: string, title: string): Promise<void> {
  const request = { method: 'POST', path: 'api/folders', body: { uid, title } } as const;
  const answer = await ask(connection, request);
  if (answer.status === 412) {
    // Somebody made it in between.
    if ((await readFolder(connection, uid)) !== undefined) return;
    throw new Error(
      `the folder "${uid}" is there, and the token may not see it; give its service account Edit on it, or name another folder.`,
    );
  }
  understood(connection, request, answer, folderAnswer);
}

/** Throws an Error in one sentence for any answer but a success in the shape that is expected. */
export function understood<S extends z.ZodType>(
  connection: Connection,
  { method, path }: Request,
  answer: Answer,
  schema: S,
): z.infer<S> {
  const where = `${method} ${path} of ${connection.url}`;
  const words = messageOf(answer).replaceAll(connection.token, '***').slice(0, 300);
  if (answer.status === 401)
    throw new Error(
      `${where}: the token is not accepted (${words}); make a new one for the service account.`,
    );
  if (answer.status === 403)
    throw new Error(
      `${where}: the token may not do that (${words}); its service account needs the role Editor.`,
    );
  if (answer.status < 200 || answer.status > 299)
    throw new Error(`${where} answered ${answer.status}: ${words || 'without a word'}; see Grafana's log.`);
  const parsed = schema.safeParse(answer.json);
  if (!parsed.success)
    throw new Error(
      `${where} answered in a shape that Grafana's API does not have (${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message}); is that Grafana's address?`,
      { cause: parsed.error },
    );
  return parsed.data;
}

export function messageOf({ json }: Answer): string {
  return said.safeParse(json).data?.message ?? '';
}
