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

export async function keepReview(deps: ChartDeps, incident: Incident): Promise<Review> {
  const kept = findReview(incident);
  if (kept !== undefined) return kept;
  const now = new Date();
  const { data, query, changes } = await collectChart(deps, incident, now);
  const review = draftReview(
    incident,
    { svg: renderChart(data), query, changes, publicUrl: deps.publicUrl },
    now.toISOString(),
  );
  await appendEvents(deps.store, [
    { incidentId: incident.id, event: { kind: 'review-drafted', at: now.toISOString(), data: review } },
  ]);
  return review;
}
