import type { DeskContext, Endpoint } from '../http/endpoint.ts';
import { type CourseDeps, listCourseChanges, showCourse } from '../incidents/course.ts';
import type { Incident } from '../incidents/incident.ts';
import { listIncidents, loadIncident } from '../incidents/incident-store.ts';
import { findReview } from '../incidents/review-desk.ts';
import { renderIncidentPage } from './incident-page.ts';
import { renderIncidentsPage } from './incidents-page.ts';
import { renderReviewPage } from './review-page.ts';
import { readRunbook, renderRunbookPage } from './runbook-page.ts';

interface PageDeps extends CourseDeps {
  readonly grafanaUrl: string | undefined;
  readonly runbooksDir: string | undefined;
}

export function pageEndpoints(deps: PageDeps): Endpoint[] {
  const { store, grafanaUrl, runbooksDir } = deps;

  async function showIncidents(ctx: DeskContext): Promise<void> {
    ctx.type = 'html';
    ctx.body = renderIncidentsPage(await listIncidents(store, { limit: 50 }), new Date());
  }

  async function showIncident(ctx: DeskContext): Promise<void> {
    const incident = await mustLoad(ctx);
    const now = new Date();
    const [course, changes] = await Promise.all([
      showCourse(deps, incident, now),
      listCourseChanges(store, incident, now),
    ]);
    ctx.type = 'html';
    ctx.body = renderIncidentPage(incident, { ...course, changes, grafanaUrl }, now);
  }

  async function showReview(ctx: DeskContext): Promise<void> {
    const incident = await mustLoad(ctx);
    const review = findReview(incident) ?? ctx.throw(404, `Incident ${incident.id} has no review yet`);
    const changes = await listCourseChanges(store, incident, new Date());
    ctx.type = 'html';
    ctx.body = renderReviewPage(incident, review, { changes, grafanaUrl });
  }

  async function showRunbook(ctx: DeskContext): Promise<void> {
    const alert = ctx.params.alert ?? '';
    const markdown = runbooksDir === undefined ? undefined : await readRunbook(runbooksDir, alert);
    ctx.type = 'html';
    ctx.body = renderRunbookPage(alert, markdown ?? ctx.throw(404, `There is no runbook ${alert} here`));
  }

  async function mustLoad(ctx: DeskContext): Promise<Incident> {
    const id = ctx.params.id ?? '';
    return (await loadIncident(store, id)) ?? ctx.throw(404, `There is no incident ${id}`);
  }

  return [
    { method: 'GET', route: '/', handle: showIncidents },
    { method: 'GET', route: '/incidents/:id', handle: showIncident },
    { method: 'GET', route: '/incidents/:id/review', handle: showReview },
    { method: 'GET', route: '/runbooks/:alert', handle: showRunbook },
  ];
}
