/** Drafts a review once and keeps it: later calls return what was frozen, whatever Prometheus has forgotten since. */
import { renderChart } from './chart.ts';
import { type ChartDeps, collectChart } from './chart-data.ts';
import type { Incident } from './incident.ts';
import { appendEvents } from './incident-store.ts';
import { draftReview } from './review.ts';
import type { Review } from './review-schema.ts';

export function findReview({ events }: Incident): Review | undefined {
  return events.find((event) => event.kind === 'review-drafted')?.data;
}

/** Refused, with nothing kept, while the chart's line cannot be read: an empty chart would stay empty for ever. */
export async function keepReview(
  deps: ChartDeps,
  incident: Incident,
): Promise<Review | { readonly refused: 503; readonly reason: string }> {
  const kept = findReview(incident);
  if (kept !== undefined) return kept;
  const now = new Date();
  const { data, query, changes, failure } = await collectChart(deps, incident, now);
  if (failure !== undefined)
    return {
      refused: 503,
      reason: `The review was not drafted, because its chart could not be: ${failure}. Try again once that is mended`,
    };
  const review = draftReview(
    incident,
    { svg: renderChart(data), points: data.points.length, query, changes, publicUrl: deps.publicUrl },
    now.toISOString(),
  );
  await appendEvents(deps.store, [
    { incidentId: incident.id, event: { kind: 'review-drafted', at: now.toISOString(), data: review } },
  ]);
  return review;
}
