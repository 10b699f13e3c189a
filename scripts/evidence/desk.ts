/** What the desk knows: recent changes, and the state of the service's parts. */
import { z } from 'zod';
import { endpointUrl, fetchJson } from '../../service/evidence/fetch-json.ts';
import type { StackAddresses } from '../config.ts';
import type { Question } from './question.ts';

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

const componentsSchema = z.object({
  status: z.string(),
  components: z.array(
    z.object({
      name: z.string(),
      state: z.string(),
      latencyMs: z.number(),
      version: z.string(),
      detail: z.string(),
    }),
  ),
});

export async function printChanges({ stack, print }: Question): Promise<number> {
  const query = { service: stack.SERVICE, environment: stack.ENVIRONMENT, limit: '5' };
  const { changes } = await fetchJson(endpointUrl(requireDesk(stack), '/api/changes', query), changesSchema);
  if (changes.length === 0) print(`The desk knows of no change of ${stack.SERVICE} in ${stack.ENVIRONMENT}.`);
  for (const { startedAt, kind, release, status, by, summary } of changes)
    print(`${startedAt}  ${kind} ${release} ${status}, by ${by}: ${summary}`);
  return 0;
}

export async function printComponents({ stack, print }: Question): Promise<number> {
  const url = endpointUrl(requireDesk(stack), '/health/detailed', {});
  const { status, components } = await fetchJson(url, componentsSchema);
  print(status);
  for (const { name, state, latencyMs, version, detail } of components)
    print(`${name.padEnd(12)} ${state.padEnd(10)} ${latencyMs} ms  ${version} ${detail}`.trimEnd());
  return 0;
}

function requireDesk({ DESK_URL }: StackAddresses): string {
  if (DESK_URL === undefined)
    throw new Error('DESK_URL is not set and no demo runs here; set it to ask the desk.');
  return DESK_URL;
}
