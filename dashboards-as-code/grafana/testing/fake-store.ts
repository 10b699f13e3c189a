/** For tests: the boards, versions and folders of a Grafana 12.4, answering as one was seen to. */
import { isDeepStrictEqual } from 'node:util';
import { isObject, type JsonObject, without } from '../../diff/json.ts';

export interface FakeAnswer {
  readonly status: number;
  readonly body: unknown;
}

interface FakeVersion {
  readonly version: number;
  readonly message: string;
  readonly createdBy: string;
  readonly data: JsonObject;
}

interface FakeBoard {
  folderUid: string;
  provisionedFrom?: string;
  /** The oldest first. */
  readonly versions: FakeVersion[];
}

const conflict = {
  status: 412,
  body: { message: 'The dashboard has been changed by someone else', status: 'version-mismatch' },
};

export class FakeStore {
  readonly #boards = new Map<string, FakeBoard>();
  readonly #folders = new Map<string, string>();
  /** Uids of folders that are there and that the tokens may not see. */
  readonly hiddenFolders = new Set<string>();

  /** As somebody with a browser saves a board: always on top of what is there. */
  edit(uid: string, by: string, change: (board: JsonObject) => JsonObject): void {
    const board = this.#boards.get(uid);
    const newest = board?.versions.at(-1);
    if (newest === undefined) throw new Error(`there is no board "${uid}" to edit`);
    this.#write(uid, change(newest.data), '', by);
  }

  put(uid: string, data: JsonObject, at: { folderUid?: string; provisionedFrom?: string } = {}): void {
    this.#write(uid, { ...data, uid }, '', 'admin');
    Object.assign(this.#boards.get(uid) ?? {}, at);
  }

  addFolder(uid: string, title: string): void {
    this.#folders.set(uid, title);
  }

  boardAt(uid: string): FakeBoard | undefined {
    return this.#boards.get(uid);
  }

  /** Of the newest version, without what Grafana counts itself. */
  contentOf(uid: string): JsonObject | undefined {
    const data = this.#boards.get(uid)?.versions.at(-1)?.data;
    return data && without(data, ['id', 'version']);
  }

  get folders(): readonly string[] {
    return [...this.#folders.keys()];
  }

  /** `between` happens after the check of the version and before the write. */
  save(body: unknown, by: string, between?: () => void): FakeAnswer {
    const refusal = this.#refusal(body);
    if (refusal !== undefined || !isObject(body) || !isObject(body.dashboard))
      return refusal ?? { status: 400, body: { message: 'bad request data' } };
    const { dashboard, message = '', overwrite = false } = body;
    const uid = String(dashboard.uid);
    const newest = this.#boards.get(uid)?.versions.at(-1);
    if (newest !== undefined && overwrite !== true && dashboard.version !== newest.version) return conflict;
    between?.();
    const version = this.#write(uid, dashboard, String(message), by);
    const folderUid = typeof body.folderUid === 'string' ? body.folderUid : '';
    // Left out, it is the top: that is how boards are moved by mistake.
    Object.assign(this.#boards.get(uid) ?? {}, { folderUid });
    return {
      status: 200,
      body: { folderUid, id: 1, slug: uid, status: 'success', uid, url: `/d/${uid}/${uid}`, version },
    };
  }

  read(uid: string, canSave: boolean): FakeAnswer {
    const board = this.#boards.get(uid);
    const newest = board?.versions.at(-1);
    if (board === undefined || newest === undefined)
      return { status: 404, body: { message: 'Dashboard not found' } };
    const { folderUid, provisionedFrom } = board;
    const meta = {
      type: 'db',
      canSave,
      version: newest.version,
      folderUid,
      folderTitle: folderUid === '' ? 'General' : this.#folders.get(folderUid),
      provisioned: provisionedFrom !== undefined,
      provisionedExternalId: provisionedFrom ?? '',
    };
    return { status: 200, body: { dashboard: { ...newest.data, id: 1, version: newest.version }, meta } };
  }

  readVersion(uid: string, version: number): FakeAnswer {
    const found = this.#boards.get(uid)?.versions.find((candidate) => candidate.version === version);
    return found === undefined
      ? { status: 500, body: { message: `Dashboard version ${version} not found for dashboardId 1` } }
      : { status: 200, body: { ...found, uid, created: '2026-11-27T03:12:00Z' } };
  }

  delete(uid: string): FakeAnswer {
    if (this.#boards.get(uid)?.provisionedFrom !== undefined)
      return { status: 400, body: { message: 'provisioned dashboard cannot be deleted' } };
    const isThere = this.#boards.delete(uid);
    return isThere
      ? { status: 200, body: { message: `Dashboard ${uid} deleted`, uid } }
      : { status: 404, body: { message: 'Dashboard not found' } };
  }

  /** To a service account what is not there is as forbidden as what it may not see. */
  readFolder(uid: string, canSave: boolean): FakeAnswer {
    const title = this.hiddenFolders.has(uid) ? undefined : this.#folders.get(uid);
    const message =
      "You'll need additional permissions to perform this action. Permissions needed: folders:read";
    return title === undefined
      ? { status: 403, body: { accessErrorId: 'ACE2', message, title: 'Access denied' } }
      : { status: 200, body: { uid, title, canSave } };
  }

  createFolder(body: unknown): FakeAnswer {
    if (!isObject(body)) return { status: 400, body: { message: 'bad request data' } };
    const { uid, title } = body;
    if (this.#folders.has(String(uid)))
      return { status: 412, body: { message: 'the folder has been changed by someone else' } };
    this.#folders.set(String(uid), String(title));
    return { status: 200, body: { uid, title } };
  }

  #refusal(body: unknown): FakeAnswer | undefined {
    const bad = (status: number, message: string): FakeAnswer => ({ status, body: { message } });
    if (!isObject(body) || !isObject(body.dashboard)) return bad(400, 'bad request data');
    const { dashboard, folderUid } = body;
    const uid = String(dashboard.uid);
    if (dashboard.title === '')
      return { status: 400, body: { message: 'Dashboard title cannot be empty', status: 'empty-name' } };
    if (!/^[\w-]+$/.test(uid)) return bad(400, 'uid contains illegal characters');
    if (uid.length > 40) return bad(400, 'uid too long, max 40 characters');
    if (this.#boards.get(uid)?.provisionedFrom !== undefined)
      return bad(400, 'Cannot save provisioned dashboard');
    if (folderUid === 'general') return bad(404, 'folder not found');
    if (typeof folderUid === 'string' && !this.#folders.has(folderUid)) return bad(400, 'folder not found');
    return undefined;
  }

  /** The same content keeps its version. Gives the version. */
  #write(uid: string, dashboard: JsonObject, message: string, createdBy: string): number {
    const board = this.#boards.get(uid) ?? { folderUid: '', versions: [] };
    this.#boards.set(uid, board);
    const newest = board.versions.at(-1);
    const data = without(dashboard, ['id', 'version']);
    const isSame = newest !== undefined && isDeepStrictEqual(newest.data, data);
    const version = (newest?.version ?? 0) + (isSame ? 0 : 1);
    if (!isSame) board.versions.push({ version, message, createdBy, data });
    return version;
  }
}
