/** Users of the real desk: they read, and they write rows that they are told are kept. */
import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

export interface DeskUse {
  readonly requests: number;
  readonly failures: readonly string[];
  /** Ids of the rows that were answered with 201. */
  readonly kept: readonly string[];
  readonly p95Ms: number;
}

const users = 6;
/** Of each between two requests. */
const pauseMs = 20;
const paths = ['/', '/api/incidents', '/api/changes?limit=5', '/health'] as const;

/** Runs something while users are on the desk; their load ends with it, also when it fails. `mark` begins every row's id. */
export async function withDeskUsers<T>(
  url: string,
  mark: string,
  action: () => Promise<T>,
): Promise<DeskUse & { readonly result: T }> {
  const failures: string[] = [];
  const kept: string[] = [];
  const durationsMs: number[] = [];
  const isOver = new AbortController();

  async function act(user: number): Promise<void> {
    // Every fourth opens a connection for each request.
    const agent = new Agent({ keepAlive: user % 4 !== 0, maxSockets: 1 });
    for (let turn = 0; !isOver.signal.aborted; turn += 1) {
      const id = `${mark}-${user}-${turn}`;
      const row = turn % 2 === 0 ? changeOf(id) : undefined;
      const path = row === undefined ? (paths[(turn >> 1) % paths.length] ?? '/') : '/api/changes';
      const startedAt = performance.now();
      const status = await send(agent, url + path, row);
      durationsMs.push(performance.now() - startedAt);
      if (status === (row === undefined ? 200 : 201)) {
        if (row !== undefined) kept.push(id);
      } else failures.push(`${path}: ${status}`);
      await pause(pauseMs);
    }
    agent.destroy();
  }

  const acting = Array.from({ length: users }, (_, user) => act(user));
  try {
    const result = await action();
    isOver.abort();
    await Promise.all(acting);
    const sorted = durationsMs.toSorted((a, b) => a - b);
    const p95Ms = Math.round(sorted[Math.floor(sorted.length * 0.95)] ?? 0);
    return { requests: durationsMs.length, failures, kept, p95Ms, result };
  } finally {
    isOver.abort();
    await Promise.all(acting);
  }
}

function changeOf(id: string): string {
  const startedAt = new Date().toISOString();
  const about = { kind: 'other', service: 'drill', environment: 'staging', release: 'none' };
  return JSON.stringify({ id, ...about, status: 'succeeded', startedAt, by: 'drill', summary: 'a row' });
}

/** The status, or what became of it instead. */
function send(agent: Agent, url: string, body: string | undefined): Promise<number | string> {
  return new Promise((resolve) => {
    const options = {
      agent,
      method: body === undefined ? 'GET' : 'POST',
      headers: { 'content-type': 'application/json' },
    };
    const sent = request(url, options, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode ?? 0));
      response.once('error', (error) => resolve(error.message));
    });
    sent.once('error', (error) => resolve(error.message));
    sent.end(body);
  });
}
