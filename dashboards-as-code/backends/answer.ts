/** One request to a server that boards ask, with errors that say what the server said. */
import type { z } from 'zod';

const timeoutMs = 15_000;

/** What an answer holds. */
export interface Found {
  /** Series, values of a label, log streams or traces. */
  readonly series: number;
  /** Points of all series; of logs the lines, of a search the spans. */
  readonly points: number;
  /** Samples that the server read for it, where it tells. */
  readonly samples?: number;
}

/** Throws an Error with the address, the status and the server's own words; the query is the caller's to name. */
export async function askJson<S extends z.ZodType>(
  url: URL,
  schema: S,
  form?: URLSearchParams,
): Promise<z.infer<S>> {
  const where = `${url.origin}${url.pathname}`;
  const request = { signal: AbortSignal.timeout(timeoutMs), ...(form ? { method: 'POST', body: form } : {}) };
  const response = await fetch(url, request).catch((error: unknown) => {
    throw new Error(`${where} cannot be reached: ${reasonOf(error)}; is the server up?`, { cause: error });
  });
  const body = await response.text();
  if (!response.ok) throw new Error(`${where} answered ${response.status}: ${body.trim().slice(0, 500)}`);
  const parsed = schema.safeParse(JSON.parse(body));
  if (!parsed.success)
    throw new Error(`${where} answered in an unknown shape: ${parsed.error.message}`, {
      cause: parsed.error,
    });
  return parsed.data;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
