import type { z } from 'zod';

/** Evidence is worth waiting for, but not for long: a slow backend is part of many incidents. */
const timeoutMs = 5000;

/** Throws an Error that names the address and the reason; the answer is checked against the schema. */
export async function fetchJson<Schema extends z.ZodType>(
  url: URL,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const where = `${url.origin}${url.pathname}`;
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) }).catch((error: unknown) => {
    throw new Error(`${where} does not answer: ${reasonOf(error)}`, { cause: error });
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${where} answered ${response.status}: ${text.trim().slice(0, 300)}`);
  const parsed = schema.safeParse(parseJson(text, where));
  if (!parsed.success)
    throw new Error(`${where} answered something unexpected: ${parsed.error.issues[0]?.message}`, {
      cause: parsed.error,
    });
  return parsed.data;
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
