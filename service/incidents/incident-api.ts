import { z } from 'zod';
import type { Store } from '../db/store.ts';
import type { DeskContext, Endpoint } from '../http/endpoint.ts';
import { readJson, readQuery } from '../http/json-body.ts';
import type { CourseDeps } from './course.ts';
import type { Incident } from './incident.ts';
import { type ActionResult, acknowledgeIncident, closeIncident } from './incident-actions.ts';
import { type NewEvent, stepSchema } from './incident-event.ts';
import { appendEvent, listIncidents, loadIncident } from './incident-store.ts';
import { renderReviewMarkdown } from './review.ts';
import { keepReview } from './review-desk.ts';

const person = z.string().min(1).max(200);
const querySchema = z.object({
  state: z.enum(['open', 'acknowledged', 'closed']).optional(),
  environment: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
});
const noteSchema = z
  .object({
    author: person,
    text: z.string().max(20_000),
    kind: z.enum(['note', 'runbook-step']).default('note'),
    step: stepSchema.optional(),
  })
  .refine(({ kind, step }) => (kind === 'runbook-step') === (step !== undefined), {
    error: 'a "runbook-step" comes with a step, a "note" without',
  });
const acknowledgeSchema = z.object({ by: person });
const resolveSchema = z.object({
  by: person,
  reason: z.string().min(1).max(2000),
  force: z.boolean().default(false),
});

interface IncidentDeps {
  readonly store: Store;
  /** Called after somebody took an incident on or closed it; must not throw. */
  readonly onActed: () => void;
  readonly onClosed: (incidentId: string) => void;
  readonly course: CourseDeps;
}

export function incidentEndpoints({ store, onActed, onClosed, course }: IncidentDeps): Endpoint[] {
  async function getIncidents(ctx: DeskContext): Promise<void> {
    const incidents = await listIncidents(store, readQuery(ctx, querySchema));
    ctx.body = { incidents };
  }

  async function getIncident(ctx: DeskContext): Promise<void> {
    ctx.body = await mustLoad(ctx);
  }

  async function postNote(ctx: DeskContext): Promise<void> {
    const note = await readJson(ctx, noteSchema);
    const at = new Date().toISOString();
    const { author, text, step } = note;
    const event: NewEvent =
      step === undefined
        ? { kind: 'note', at, data: { author, text } }
        : { kind: 'runbook-step', at: step.endedAt, data: { author, text, step } };
    // Neither opens nor closes anything, so it needs no lock; a closed incident takes notes too.
    const isKept = await appendEvent(store, idOf(ctx), event);
    if (!isKept) ctx.throw(404, `There is no incident ${idOf(ctx)}`);
    ctx.status = 201;
    ctx.body = { incident: idOf(ctx), ...event };
  }

  async function postAcknowledge(ctx: DeskContext): Promise<void> {
    const { by } = await readJson(ctx, acknowledgeSchema);
    answer(ctx, await acknowledgeIncident(store, idOf(ctx), by));
    onActed();
  }

  async function postResolve(ctx: DeskContext): Promise<void> {
    const { by, reason, force: forced } = await readJson(ctx, resolveSchema);
    answer(ctx, await closeIncident(store, idOf(ctx), { by, reason, forced }));
    onClosed(idOf(ctx));
  }

  async function postReview(ctx: DeskContext): Promise<void> {
    const incident = await mustLoad(ctx);
    // A frozen draft of an incident that goes on would be a wrong one for ever.
    if (incident.state !== 'closed')
      ctx.throw(409, `Incident ${incident.id} is not closed; resolve it first`);
    const review = await keepReview(course, incident);
    if ('refused' in review) return refuse(ctx, review);
    const chartFile = `incident-${incident.id}.svg`;
    ctx.status = 201;
    ctx.body = {
      path: `/incidents/${incident.id}/review`,
      markdown: renderReviewMarkdown(review, chartFile),
      chartFile,
      chart: review.chart,
      chartPoints: review.chartPoints,
    };
  }

  async function mustLoad(ctx: DeskContext): Promise<Incident> {
    const incident = await loadIncident(store, idOf(ctx));
    return incident ?? ctx.throw(404, `There is no incident ${idOf(ctx)}`);
  }

  return [
    { method: 'GET', route: '/api/incidents', handle: getIncidents },
    { method: 'GET', route: '/api/incidents/:id', handle: getIncident },
    { method: 'POST', route: '/api/incidents/:id/notes', handle: postNote },
    { method: 'POST', route: '/api/incidents/:id/acknowledge', handle: postAcknowledge },
    { method: 'POST', route: '/api/incidents/:id/resolve', handle: postResolve },
    { method: 'POST', route: '/api/incidents/:id/review', handle: postReview },
  ];
}

function answer(ctx: DeskContext, result: ActionResult): void {
  if ('refused' in result) refuse(ctx, result);
  else ctx.body = result.incident;
}

function refuse(ctx: DeskContext, { refused, reason }: { refused: number; reason: string }): never {
  // Koa keeps the reasons of 5xx to itself unless told otherwise.
  ctx.throw(refused, reason, { expose: true });
}

function idOf(ctx: DeskContext): string {
  return ctx.params.id ?? '';
}
