/** For tests: an HTTP server that answers as Grafana 12.4's classic API was seen to, and can be made to misbehave. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import type { Connection } from '../connection.ts';
import { type FakeAnswer, FakeStore } from './fake-store.ts';

type Role = 'Viewer' | 'Editor';

export const editorToken = 'glsa_editor';
export const viewerToken = 'glsa_viewer';
const accounts = new Map<string, { name: string; role: Role }>([
  [editorToken, { name: 'pusher', role: 'Editor' }],
  [viewerToken, { name: 'watcher', role: 'Viewer' }],
]);

/** Gives true when it has answered itself. */
type Interference = (request: IncomingMessage, response: ServerResponse) => boolean;

export class FakeGrafana {
  readonly store = new FakeStore();
  /** `POST /api/dashboards/db` and the like, as they came; reads are left out. */
  readonly writes: string[] = [];
  /** Tokens that came with a request for /api/health. */
  readonly tokensToHealth: string[] = [];
  version = '12.4.0';
  /** What a visitor without an accepted token may do; undefined: nothing. */
  anonymousRole: Role | undefined;
  /** Before a request is looked at. */
  interfere: Interference | undefined;
  /** Between the check of a version and its write; once. */
  insideSave: (() => void) | undefined;
  readonly #server: Server;

  private constructor() {
    this.#server = createServer(async (request, response) => {
      if (this.interfere?.(request, response) === true) return;
      const { status, body } = await this.#answer(request);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  }

  static async start(): Promise<FakeGrafana> {
    const grafana = new FakeGrafana();
    await new Promise<void>((resolve) => grafana.#server.listen(0, '127.0.0.1', resolve));
    return grafana;
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the fake Grafana does not listen');
    return `http://127.0.0.1:${address.port}`;
  }

  connection(token = editorToken): Connection {
    return { url: this.url, token, timeoutMs: 1_000, maximumBytes: 1024 * 1024 };
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage): Promise<FakeAnswer> {
    const { method = 'GET', url = '/' } = request;
    const token = request.headers.authorization?.replace('Bearer ', '');
    if (url === '/api/health') {
      if (token !== undefined) this.tokensToHealth.push(token);
      return ok({ database: 'ok', version: this.version, commit: 'abc' });
    }
    const account = accounts.get(token ?? '');
    const role = account?.role ?? this.anonymousRole;
    if (role === undefined || (url === '/api/user' && account === undefined))
      return unauthorized(token !== undefined && this.anonymousRole === undefined);
    if (method !== 'GET') this.writes.push(`${method} ${url}`);
    if (method !== 'GET' && role === 'Viewer') return forbidden;
    return this.#route(`${method} ${url}`, role, account?.name ?? '', request);
  }

  async #route(asked: string, role: Role, name: string, request: IncomingMessage): Promise<FakeAnswer> {
    const [, , , collection = '', third = '', fourth = '', , version] = asked.replace(' ', '/').split('/');
    const canSave = role === 'Editor';
    if (asked === 'GET /api/user') return ok({ login: `sa-1-${name}`, name });
    if (asked === 'GET /api/org') return ok({ id: 1, name: 'Main Org.' });
    if (asked === 'GET /api/access-control/user/permissions') return ok(permissionsOf(role));
    if (asked === 'POST /api/folders') return this.store.createFolder(await json(request));
    if (asked.startsWith('GET /api/folders/')) return this.store.readFolder(third, canSave);
    if (asked === 'POST /api/dashboards/db') {
      const between = this.insideSave;
      this.insideSave = undefined;
      return this.store.save(await json(request), name, between);
    }
    if (collection === 'dashboards' && asked.startsWith('DELETE')) return this.store.delete(fourth);
    // The history is for those who may write.
    if (version !== undefined) return canSave ? this.store.readVersion(fourth, Number(version)) : forbidden;
    if (collection === 'dashboards') return this.store.read(fourth, canSave);
    return { status: 404, body: { message: 'Not found' } };
  }
}

function ok(body: object): FakeAnswer {
  return { status: 200, body };
}

function unauthorized(isWrongToken: boolean): FakeAnswer {
  const said = isWrongToken
    ? { message: 'Invalid API key', messageId: 'api-key.invalid' }
    : { message: 'Unauthorized', messageId: 'auth.unauthorized' };
  return { status: 401, body: { extra: null, statusCode: 401, traceID: '', ...said } };
}

const forbidden: FakeAnswer = {
  status: 403,
  body: {
    accessErrorId: 'ACE1',
    message:
      "You'll need additional permissions to perform this action. Permissions needed: any of dashboards:create, dashboards:write",
    title: 'Access denied',
  },
};

function permissionsOf(role: Role): object {
  const read = { 'dashboards:read': ['dashboards:*'], 'folders:read': ['folders:*'] };
  return role === 'Viewer'
    ? read
    : {
        ...read,
        'dashboards:create': ['folders:*'],
        'dashboards:write': ['dashboards:*'],
        'folders:create': ['folders:*'],
      };
}
