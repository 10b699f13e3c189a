/** Drafts a review once and keeps it: later calls return what was frozen, whatever Prometheus has forgotten since. */
import { failureOfLead } from '../panels/frozen-panels.ts';
import { askCourse, type CourseDeps, keptCourse, listCourseChanges } from './course.ts';
import type { Incident } from './incident.ts';
import { appendEvents } from './incident-store.ts';
import { draftReview } from './review.ts';
import type { Review } from './review-schema.ts';

export function findReview({ events }: Incident): Review | undefined {
  return events.find((event) => event.kind === 'review-drafted')?.data;
}

/** Refused, with nothing kept, while the chart's line cannot be read: an empty chart would stay empty for ever. */
export async function keepReview(
  deps: CourseDeps,
  incident: Incident,
): Promise<Review | { readonly refused: 503; readonly reason: string }> {
  const drafted = findReview(incident);
  if (drafted !== undefined) return drafted;
  const now = new Date();
  const at = now.toISOString();
  const kept = keptCourse(incident);
  const frozen = kept ?? (await askCourse(deps, incident, now));
  const failure = failureOfLead(frozen);
  if (failure !== undefined)
    return {
      refused: 503,
      reason: `The review was not drafted, because its chart could not be: ${failure}. Try again once that is mended`,
    };
  const changes = await listCourseChanges(deps.store, incident, now);
  const review = draftReview(incident, { frozen, changes, publicUrl: deps.publicUrl }, at);
  const incidentId = incident.id;
  await appendEvents(deps.store, [
    ...(kept === undefined
      ? [{ incidentId, event: { kind: 'panels-frozen', at, data: frozen } as const }]
      : []),
    { incidentId, event: { kind: 'review-drafted', at, data: review } },
  ]);
  return review;
}
