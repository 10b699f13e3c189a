import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

export interface LoadCount {
  readonly requests: number;
  readonly failures: readonly string[];
  /** Answers by release. */
  readonly releases: Readonly<Record<string, number>>;
}

/** Runs something under load and counts what users got; the load ends with it, also when it fails. */
export async function underLoad<T>(
  url: string,
  users: number,
  action: () => Promise<T>,
  /** Of each user between two requests. */
  pauseMs = 0,
): Promise<LoadCount & { readonly result: T }> {
  const load = new Load(url, users, pauseMs);
  try {
    const result = await action();
    return { ...(await load.stop()), result };
  } finally {
    await load.stop();
  }
}

/** Users: some keep their connection, some open a new one each time, some post, some ask for something slow. */
class Load {
  readonly #url: string;
  readonly #pauseMs: number;
  readonly #workers: Promise<void>[];
  readonly #failures: string[] = [];
  readonly #releases: Record<string, number> = {};
  #requests = 0;
  #isStopping = false;

  constructor(url: string, users: number, pauseMs: number) {
    this.#url = url;
    this.#pauseMs = pauseMs;
    this.#workers = Array.from({ length: users }, (_, user) => this.#act(user));
  }

  async stop(): Promise<LoadCount> {
    this.#isStopping = true;
    await Promise.all(this.#workers);
    return { requests: this.#requests, failures: this.#failures, releases: this.#releases };
  }

  async #act(user: number): Promise<void> {
    const agent = new Agent({ keepAlive: user % 4 !== 0, maxSockets: 1 });
    const path = user % 8 === 7 ? '/slow' : '/';
    while (!this.#isStopping) {
      await this.#send(agent, path, user % 3 === 0 ? 'POST' : 'GET');
      if (this.#pauseMs > 0) await pause(this.#pauseMs);
    }
    agent.destroy();
  }

  #send(agent: Agent, path: string, method: string): Promise<void> {
    return new Promise((resolve) => {
      const end = (failure?: string): void => {
        this.#requests += 1;
        if (failure !== undefined) this.#failures.push(`${method} ${path}: ${failure}`);
        resolve();
      };
      const sent = request(this.#url + path, { agent, method }, (response) => {
        const release = String(response.headers['x-release']);
        this.#releases[release] = (this.#releases[release] ?? 0) + 1;
        response.resume();
        response.once('end', () =>
          end(response.statusCode === 200 ? undefined : `status ${response.statusCode}`),
        );
        response.once('error', (error) => end(error.message));
      });
      sent.once('error', (error) => end(error.message));
      sent.end(method === 'POST' ? 'x'.repeat(2_000) : undefined);
    });
  }
}
