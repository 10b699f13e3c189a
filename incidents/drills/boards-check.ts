/** Runs every query of every board during the fault, when a person would look at them. */
import { shippedBoards } from '../../dashboards-as-code/shipped-boards.ts';
import { limits } from '../../dashboards-as-code/verify/limits.ts';
import { renderReport, summarize } from '../../dashboards-as-code/verify/report.ts';
import type { Round } from '../../dashboards-as-code/verify/round.ts';
import { verifyBoards } from '../../dashboards-as-code/verify/verify-boards.ts';
import type { Look, LookedAt } from './rehearsal.ts';
import { scrapeIntervalSeconds } from './stack/native-stack.ts';

export const boardsLook: Look = {
  title: 'Every query of every board answers',
  async take(seen) {
    const round = await askBoards(shippedBoards(), 'fault', seen);
    const { results } = round;
    seen.print(summarize([round]));
    for (const { board, panel, query } of results.filter(({ status }) => status === 'empty'))
      seen.print(`  no data: ${board}, "${panel}" ${query}`);
    if (results.some(({ status }) => status === 'error'))
      throw new Error(`a query failed:\n${renderReport([round], limits)}`);
    if (!results.some(({ status }) => status === 'ok')) throw new Error('no query of any board has data');
  },
};

/** One round over these boards, as they are at this instant, with the drill's service and environment chosen. */
export async function askBoards(
  boards: readonly unknown[],
  instant: string,
  { stack: { prometheusUrl, lokiUrl, jaegerUrl }, drill: { environment } }: LookedAt,
): Promise<Round> {
  const at = new Date();
  const results = await verifyBoards({
    boards,
    at,
    chosen: {},
    preferred: { environment },
    scrapeIntervalSeconds,
    prometheusUrl,
    lokiUrl,
    jaegerUrl,
  });
  return { instant, at: at.toISOString(), results };
}
