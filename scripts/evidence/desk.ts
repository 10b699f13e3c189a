/**
 * What the desk knows: recent changes, and the state of the service's parts. It may be down by the very fault that is
 * being looked into, so not having its answer never ends a diagnosis.
 */
import { z } from 'zod';
import { endpointUrl, fetchJson } from '../../service/evidence/fetch-json.ts';
import { healthAnswerSchema } from '../health-answer.ts';
import type { Question } from './question.ts';

/** It waits two seconds for each of its own parts. */
const timeoutMs = 5000;

const changesSchema = z.object({
  changes: z.array(
    z.object({
      kind: z.string(),
      release: z.string(),
      status: z.string(),
      startedAt: z.string(),
      by: z.string(),
      summary: z.string(),
    }),
  ),
});

type DeskQuestion = Pick<Question, 'stack' | 'print'>;

export async function printChanges({ stack, print }: DeskQuestion): Promise<number> {
  if (stack.DESK_URL === undefined) {
    print('changes: not available here (DESK_URL is not set); the deploy journal has them too');
    return 0;
  }
  const query = { service: stack.SERVICE, environment: stack.ENVIRONMENT, limit: '5' };
  const url = endpointUrl(stack.DESK_URL, '/api/changes', query);
  const answer = await fetchJson(url, changesSchema).catch((error: unknown) =>
    error instanceof Error ? error.message : String(error),
  );
  if (typeof answer === 'string') {
    print(`changes: the desk cannot tell (${answer}); the deploy journal has them too`);
    return 0;
  }
  const { changes } = answer;
  if (changes.length === 0) print(`The desk knows of no change of ${stack.SERVICE} in ${stack.ENVIRONMENT}.`);
  for (const { startedAt, kind, release, status, by, summary } of changes)
    print(`${startedAt}  ${kind} ${release} ${status}, by ${by}: ${summary}`);
  return 0;
}

/** 503 is an answer here: its body says which part is not well. */
export async function printComponents({ stack, print }: DeskQuestion): Promise<number> {
  if (stack.DESK_URL === undefined) {
    print('components: not available here (DESK_URL is not set)');
    return 0;
  }
  const url = endpointUrl(stack.DESK_URL, '/health/detailed', {});
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
    const { status, components } = healthAnswerSchema.parse(await response.json());
    print(status);
    for (const { name, state, latencyMs, version, detail } of components)
      print(`${name.padEnd(12)} ${state.padEnd(10)} ${latencyMs} ms  ${version} ${detail}`.trimEnd());
  } catch (error) {
    print(`components: ${url.href} cannot tell (${reasonOf(error)})`);
  }
  return 0;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message || error.cause.name : error.message;
}
