/** What must hold of a Grafana and of a token before anything else is asked of them. */
import { z } from 'zod';
import { programs } from '../../programs/table.ts';
import { compareVersions, parseVersion } from '../../programs/version.ts';
import { understood } from './api.ts';
import { ask, type Connection } from './connection.ts';

const health = z.object({ database: z.string(), version: z.string().optional() });
const user = z.looseObject({ login: z.string().default(''), name: z.string().default('') });
const permissions = z.record(z.string(), z.unknown());

export interface Preflight {
  /** Of Grafana. */
  readonly version: string;
  /** Whom the token stands for. */
  readonly name: string;
  /** What the token may do somewhere, such as `dashboards:create`. */
  readonly actions: ReadonlySet<string>;
}

/** Throws an Error, in one sentence, for a server or a token that boards cannot be exchanged with. */
export async function checkGrafana(connection: Connection): Promise<Preflight> {
  // Asked first and without the token, so that it is not handed to whatever else answers there.
  const request = { method: 'GET', path: 'api/health', isWithoutToken: true } as const;
  const { version, database } = understood(connection, request, await ask(connection, request), health);
  if (database !== 'ok')
    throw new Error(`${connection.url}: Grafana says that its database is "${database}"; look at its log.`);
  const shown = version === undefined ? undefined : parseVersion(version);
  if (shown === undefined)
    throw new Error(
      `${connection.url} does not say its version (${version ?? 'hidden'}), so nobody knows how it answers; unset hide_version in [auth.anonymous].`,
    );
  // The oldest whose answers these verbs were tried with.
  const { minimum } = programs.grafana;
  if (compareVersions(shown, minimum) < 0)
    throw new Error(
      `${connection.url} is Grafana ${shown}, and boards are pushed to ${minimum} or newer: update it, or provision the files of dashboards-as-code/generated/.`,
    );
  const name = await identify(connection);
  const asked = { method: 'GET', path: 'api/access-control/user/permissions' } as const;
  const actions = new Set(
    Object.keys(understood(connection, asked, await ask(connection, asked), permissions)),
  );
  return { version: shown, name, actions };
}

/** Where anonymous access is on, a wrong token is served as nobody; this address alone wants somebody. */
async function identify(connection: Connection): Promise<string> {
  const request = { method: 'GET', path: 'api/user' } as const;
  const answer = await ask(connection, request);
  if (answer.status === 401) {
    const anybody = await ask(connection, { method: 'GET', path: 'api/org' });
    if (anybody.status === 200)
      throw new Error(
        `${connection.url} does not know the token and serves it as an anonymous visitor; make a new token for the service account.`,
      );
  }
  const { login, name } = understood(connection, request, answer, user);
  return name || login || 'a service account';
}
