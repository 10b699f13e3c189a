/** Links to Grafana's Explore, which carry their query with them. */
import { z } from 'zod';
import { datasources } from '../datasources.ts';
import { logqlFault } from './checked-board.ts';
import type { Fault } from './fault.ts';
import { readPromql } from './promql-terms.ts';

type Words = Pick<Fault, 'what' | 'fix'>;

const panes = z.record(
  z.string(),
  z.looseObject({
    datasource: z.string(),
    queries: z.array(z.looseObject({ refId: z.string(), expr: z.string().optional() })).min(1),
    range: z.object({ from: z.string(), to: z.string() }),
  }),
);

/** Explore opens another datasource or an empty pane for what it does not understand, without a word. */
export function exploreFaults(address: string): Words[] {
  const { searchParams } = new URL(address, 'http://grafana');
  const parsed = panes.safeParse(fromJson(searchParams.get('panes') ?? ''));
  if (searchParams.get('schemaVersion') !== '1' || !parsed.success)
    return [
      {
        what: `${address} is no address of Explore, which would show an empty pane`,
        fix: 'write schemaVersion=1 and panes={"a":{"datasource":uid,"queries":[{"refId":"A",...}],"range":{"from":"...","to":"..."}}}',
      },
    ];
  return Object.values(parsed.data).flatMap(({ datasource, queries }) => paneFaults(datasource, queries));
}

function paneFaults(
  datasource: string,
  queries: readonly { refId: string; expr?: string | undefined }[],
): Words[] {
  const known = Object.values(datasources).find(({ uid }) => uid === datasource);
  if (known === undefined)
    return [
      {
        what: `Explore would open another datasource for "${datasource}"`,
        fix: `take one of ${Object.values(datasources)
          .map(({ uid }) => uid)
          .join(', ')}`,
      },
    ];
  return queries.flatMap(({ refId, expr }) => {
    const reason = known.type === 'jaeger' ? undefined : exprFault(known.type, expr ?? '');
    return reason === undefined
      ? []
      : [{ what: `query ${refId} of its link to Explore ${reason}`, fix: 'mend the link’s query' }];
  });
}

function exprFault(type: 'prometheus' | 'loki', expr: string): string | undefined {
  if (type === 'loki') return logqlFault(expr);
  const term = readPromql(expr);
  return term.kind === 'fault' ? term.reason : undefined;
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What is no JSON is no panes either, and is said so.
    return undefined;
  }
}
