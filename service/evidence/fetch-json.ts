import type { z } from 'zod';

export interface FetchBounds {
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
}

/** Evidence is worth waiting for, but not for long: a slow backend is part of many incidents. */
const usualTimeoutMs = 5000;
const usualMaxBytes = 32 * 1024 * 1024;

/** Throws an Error that names the address and the reason; the answer is checked against the schema. */
export async function fetchJson<Schema extends z.ZodType>(
  url: URL,
  schema: Schema,
  { timeoutMs = usualTimeoutMs, maxBytes = usualMaxBytes }: FetchBounds = {},
): Promise<z.infer<Schema>> {
  const where = `${url.origin}${url.pathname}`;
  const signal = AbortSignal.timeout(timeoutMs);
  const fail = (error: unknown): never => {
    if (signal.aborted)
      throw new Error(`${where} did not answer within ${timeoutMs / 1000} s`, { cause: error });
    throw new Error(`${where} does not answer: ${reasonOf(error)}`, { cause: error });
  };
  const response = await fetch(url, { signal }).catch(fail);
  const text = await readText(response, maxBytes).catch(fail);
  if (text === undefined)
    throw new Error(`${where} answered more than ${maxBytes / 1024 / 1024} MiB; that was not read`);
  if (!response.ok) throw new Error(`${where} answered ${response.status}: ${text.trim().slice(0, 300)}`);
  const parsed = schema.safeParse(parseJson(text, where));
  if (!parsed.success)
    throw new Error(`${where} answered something unexpected: ${parsed.error.issues[0]?.message}`, {
      cause: parsed.error,
    });
  return parsed.data;
}

/** undefined when there is more of it. */
async function readText(response: Response, maxBytes: number): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of response.body ?? []) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${where} answered something that is not JSON`, { cause: error });
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message || error.cause.name : error.message;
}

/** `base` may carry a path of its own (a backend behind a prefix). */
export function endpointUrl(base: string, path: string, query: Readonly<Record<string, string>>): URL {
  const url = new URL(`${base.replace(/\/$/, '')}${path}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
}
