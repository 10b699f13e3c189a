/** Runs every query of the service's boards during the fault, when a person would look at them. */

import { verifyBoards } from '../../dashboards-as-code/verify.ts';
import { renderReport, summarize } from '../../dashboards-as-code/verify-report.ts';
import type { Drill } from './drill.ts';
import { type NativeStack, scrapeIntervalSeconds } from './stack/native-stack.ts';

const lookBackMs = 15 * 60_000;

export async function verifyEveryBoard(
  { prometheusUrl, lokiUrl, jaegerUrl }: NativeStack,
  { service, environment }: Drill,
  print: (line: string) => void,
): Promise<void> {
  const to = new Date();
  const results = await verifyBoards({
    service,
    environment,
    from: new Date(to.getTime() - lookBackMs),
    to,
    scrapeIntervalSeconds,
    prometheusUrl,
    lokiUrl,
    jaegerUrl,
  });
  print(summarize(results));
  for (const { board, panel, query } of results.filter(({ status }) => status === 'empty'))
    print(`  no data: ${board}, "${panel}" ${query}`);
  if (results.some(({ status }) => status === 'error'))
    throw new Error(`a query failed:\n${renderReport(results)}`);
  if (!results.some(({ status }) => status === 'ok')) throw new Error('no query of any board has data');
}
