/** Freezes of the catalog, and those that were declared on the desk. */
import { z } from 'zod';
import { freezesAt, freezeWindows } from '../../alerts/freezes.ts';
import type { DeployConfig } from '../config.ts';
import type { Stop, StopFindings } from './stop.ts';

const answerTimeoutMs = 2_000;

const declaredSchema = z.object({
  id: z.string(),
  status: z.string(),
  startedAt: z.iso.datetime({ offset: true }),
  endedAt: z.iso.datetime({ offset: true }).nullable(),
  by: z.string(),
  summary: z.string(),
  detail: z.unknown(),
});
const answerSchema = z.object({ changes: z.array(declaredSchema) });
export type DeclaredFreeze = z.infer<typeof declaredSchema>;

/**
 * A desk that is down or slow stops nothing: the deployment may be what brings it back. What it would have said is then
 * not known, which is told.
 */
export async function findFreezes(config: DeployConfig, now: Date): Promise<StopFindings> {
  const planned = freezesAt(freezeWindows, now, config).map(
    ({ name, until, reason }): Stop => ({
      kind: 'freeze',
      sentence: `the freeze "${name}" holds until ${until}: ${reason}`,
      instead: 'Wait',
    }),
  );
  if (config.deskUrl === undefined) return { stops: planned, unknown: [] };
  try {
    const declared = (await readDeclaredFreezes(config, now)).map(
      ({ endedAt, by, summary }): Stop => ({
        kind: 'freeze',
        sentence: `${by} declared a freeze that holds until ${endedAt ?? 'somebody ends it (npm run deploy -- thaw)'}: ${summary}`,
        instead: 'Wait',
      }),
    );
    return { stops: [...planned, ...declared], unknown: [] };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      stops: planned,
      unknown: [`whether the desk knows of a freeze is not known: ${reason}. It is taken to know of none.`],
    };
  }
}

/** Those that hold now. A drill sees its own and nobody else's. Throws when the desk does not answer. */
export async function readDeclaredFreezes(config: DeployConfig, now: Date): Promise<DeclaredFreeze[]> {
  const { deskUrl, service, environment, drill } = config;
  if (deskUrl === undefined) throw new Error('DESK_URL is not set; freezes are declared on the desk.');
  const url = new URL('/api/changes', deskUrl);
  url.search = new URLSearchParams({ service, environment, kind: 'freeze', limit: '500' }).toString();
  const response = await fetch(url, { signal: AbortSignal.timeout(answerTimeoutMs) }).catch(
    (error: unknown) => {
      throw new Error(`the desk at ${deskUrl} does not answer`, { cause: error });
    },
  );
  if (!response.ok) throw new Error(`the desk at ${deskUrl} answered ${response.status}`);
  const { changes } = answerSchema.parse(await response.json());
  return changes.filter(
    ({ status, startedAt, endedAt, detail }) =>
      status === 'started' &&
      Date.parse(startedAt) <= now.getTime() &&
      (endedAt === null || now.getTime() < Date.parse(endedAt)) &&
      drillOf(detail) === drill,
  );
}

const drillSchema = z.object({ drill: z.string().optional() });

function drillOf(detail: unknown): string | undefined {
  return drillSchema.safeParse(detail).data?.drill;
}
