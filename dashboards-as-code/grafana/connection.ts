/** One request to a Grafana's HTTP API, within bounds of time and size; what goes wrong is one sentence with its fix. */
import { setTimeout as sleep } from 'node:timers/promises';

export interface Connection {
  /** Where Grafana answers; may have a path. */
  readonly url: string;
  /** Of a service account. Never part of a message. */
  readonly token: string;
  readonly timeoutMs: number;
  readonly maximumBytes: number;
}

export const ordinaryBounds = { timeoutMs: 15_000, maximumBytes: 16 * 1024 * 1024 } as const;

export interface Request {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below the address, without a slash in front. */
  readonly path: string;
  readonly body?: object;
  readonly isWithoutToken?: boolean;
}

/** Any answer of Grafana itself; what its status means is the caller's to say. */
export interface Answer {
  readonly status: number;
  readonly json: unknown;
}

const triesOfARead = 3;
const passingStatuses = new Set([502, 503, 504]);

/** Reads are tried up to three times. Throws an Error when there is no answer, or none that Grafana would give. */
export async function ask(connection: Connection, request: Request): Promise<Answer> {
  for (let tried = 1; ; tried++) {
    const isLast = request.method !== 'GET' || tried === triesOfARead;
    try {
      const answer = await askOnce(connection, request);
      if (isLast || !passingStatuses.has(answer.status)) return answer;
    } catch (error) {
      if (isLast || !isPassing(error)) throw error;
    }
    await sleep(tried * 250);
  }
}

async function askOnce(connection: Connection, request: Request): Promise<Answer> {
  const { method, path, body, isWithoutToken } = request;
  const url = new URL(path, connection.url.endsWith('/') ? connection.url : `${connection.url}/`);
  const where = `${method} ${url.origin}${url.pathname}`;
  const init = {
    method,
    // A redirect would carry the token to wherever it points.
    redirect: 'manual',
    signal: AbortSignal.timeout(connection.timeoutMs),
    headers: {
      accept: 'application/json',
      ...(isWithoutToken ? {} : { authorization: `Bearer ${connection.token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  } as const;
  const response = await fetch(url, init).catch((error: unknown) => {
    throw unreachable(where, connection, error);
  });
  if (response.status >= 300 && response.status < 400)
    throw new Error(
      `${where} answered ${response.status} and points to ${response.headers.get('location') ?? 'nowhere'}: give the address that Grafana itself answers at.`,
    );
  const text = await boundedText(response, connection.maximumBytes, where).catch((error: unknown) => {
    throw error instanceof TooLarge ? error : unreachable(where, connection, error);
  });
  return { status: response.status, json: parse(text, response, where) };
}

/** Two classes of errors that nothing but their kind tells apart: trying again helps with one only. */
class Unreachable extends Error {}
class TooLarge extends Error {}

function isPassing(error: unknown): boolean {
  return error instanceof Unreachable;
}

function unreachable(where: string, { timeoutMs }: Connection, cause: unknown): Unreachable {
  if (cause instanceof Error && cause.name === 'TimeoutError')
    return new Unreachable(
      `${where} did not answer within ${timeoutMs / 1000} s: look at Grafana's own log, and try again.`,
      { cause },
    );
  const inner = cause instanceof Error ? (cause.cause ?? cause) : cause;
  const reason = inner instanceof Error ? inner.message || inner.name : String(inner);
  return new Unreachable(`${where} cannot be reached (${reason}): is Grafana up, and is that its address?`, {
    cause,
  });
}

async function boundedText(response: Response, maximumBytes: number, where: string): Promise<string> {
  const decoder = new TextDecoder();
  let [text, bytes] = ['', 0];
  // Leaving the loop cancels the rest of the body.
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maximumBytes)
      throw new TooLarge(
        `${where} answered with more than ${Math.round(maximumBytes / 1024 / 1024)} MiB: no board is that large; is that Grafana's address?`,
      );
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function parse(text: string, response: Response, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    // A gateway's page about a server that is not there is worth another try, as the same in JSON is.
    const kind = passingStatuses.has(response.status) ? Unreachable : Error;
    throw new kind(
      `${where} answered ${response.status} with ${response.headers.get('content-type') ?? 'something'} that is no JSON: a proxy or another program answers there; give Grafana's own address.`,
      { cause },
    );
  }
}
