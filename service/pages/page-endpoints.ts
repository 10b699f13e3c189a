import type { Store } from '../db/store.ts';
import type { DeskContext, Endpoint } from '../http/endpoint.ts';
import { type ChartDeps, collectChart } from '../incidents/chart-data.ts';
import type { Incident } from '../incidents/incident.ts';
import { listIncidents, loadIncident } from '../incidents/incident-store.ts';
import { findReview } from '../incidents/review-desk.ts';
import { renderIncidentPage } from './incident-page.ts';
import { renderIncidentsPage } from './incidents-page.ts';
import { renderReviewPage } from './review-page.ts';
import { readRunbook, renderRunbookPage } from './runbook-page.ts';

export function pageEndpoints(
  store: Store,
  chartDeps: ChartDeps,
  runbooksDir: string | undefined,
): Endpoint[] {
  async function showIncidents(ctx: DeskContext): Promise<void> {
    ctx.type = 'html';
    ctx.body = renderIncidentsPage(await listIncidents(store, { limit: 50 }), new Date());
  }

  async function showIncident(ctx: DeskContext): Promise<void> {
    const incident = await mustLoad(ctx);
    const now = new Date();
    const chart = await collectChart(chartDeps, incident, now);
    ctx.type = 'html';
    ctx.body = renderIncidentPage(incident, chart, now);
  }

  async function showReview(ctx: DeskContext): Promise<void> {
    const incident = await mustLoad(ctx);
    const review = findReview(incident) ?? ctx.throw(404, `Incident ${incident.id} has no review yet`);
    ctx.type = 'html';
    ctx.body = renderReviewPage(incident.id, review);
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
