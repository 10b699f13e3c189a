/** What a rehearsal asks of a desk over its API. */
import { z } from 'zod';
import { evidenceSchema } from '../../service/evidence/evidence.ts';
import type { stepSchema } from '../../service/incidents/incident-event.ts';
import { frozenPanelsSchema } from '../../service/panels/frozen-panels.ts';

const incidentSchema = z.object({
  id: z.coerce.string(),
  title: z.string(),
  service: z.string(),
  environment: z.string(),
  state: z.enum(['open', 'acknowledged', 'closed']),
  alertsFiring: z.number(),
  openedAt: z.iso.datetime(),
  closedAt: z.iso.datetime().nullable(),
  evidence: evidenceSchema.nullable(),
  panels: frozenPanelsSchema.nullable(),
  events: z.array(z.object({ kind: z.string(), at: z.string() })),
});
export type IncidentView = z.infer<typeof incidentSchema>;

const changeSchema = z.object({
  id: z.string(),
  kind: z.string(),
  release: z.string(),
  previousRelease: z.string().nullable(),
  status: z.string(),
  by: z.string(),
  summary: z.string(),
  startedAt: z.iso.datetime(),
});
export type ChangeView = z.infer<typeof changeSchema>;

const incidentListSchema = z.object({ incidents: z.array(z.object({ id: z.coerce.string() })) });
const changeListSchema = z.object({ changes: z.array(changeSchema) });
const intakeSchema = z.object({ incidents: z.array(z.coerce.string()) });
const reviewSchema = z.object({
  markdown: z.string(),
  chart: z.string(),
  chartFile: z.string(),
  chartPoints: z.int(),
});

export class DeskClient {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /** Ids of the incidents of one environment, whatever their state. */
  async incidentIds(environment: string): Promise<string[]> {
    const body = await this.#get(`/api/incidents?environment=${encodeURIComponent(environment)}&limit=100`);
    return incidentListSchema.parse(body).incidents.map(({ id }) => id);
  }

  async incident(id: string): Promise<IncidentView> {
    return incidentSchema.parse(await this.#get(`/api/incidents/${id}`));
  }

  async changes(environment: string): Promise<ChangeView[]> {
    const body = await this.#get(`/api/changes?environment=${encodeURIComponent(environment)}&limit=100`);
    return changeListSchema.parse(body).changes;
  }

  async acknowledge(id: string, by: string): Promise<void> {
    await this.#post(`/api/incidents/${id}/acknowledge`, { by });
  }

  /** Records one runbook step as it was run. */
  async recordStep(id: string, author: string, step: z.input<typeof stepSchema>): Promise<void> {
    const text = `${step.name} ended with ${step.exitCode}`;
    await this.#post(`/api/incidents/${id}/notes`, { author, text, kind: 'runbook-step', step });
  }

  /** Tells of a change as the deploy engine does. */
  async tellOfChange(change: object): Promise<void> {
    await this.#post('/api/changes', change);
  }

  async resolve(id: string, by: string, reason: string): Promise<void> {
    await this.#post(`/api/incidents/${id}/resolve`, { by, reason });
  }

  /** Has the review drafted; gives it as Markdown, with the chart that it names. */
  async draftReview(id: string): Promise<z.infer<typeof reviewSchema>> {
    return reviewSchema.parse(await this.#post(`/api/incidents/${id}/review`, {}));
  }

  /** Takes in an Alertmanager notification; gives the incidents that it opened or met. */
  async takeAlerts(notification: object): Promise<string[]> {
    return intakeSchema.parse(await this.#post('/api/alerts', notification)).incidents;
  }

  async #get(path: string): Promise<unknown> {
    return this.#send(path, {});
  }

  async #post(path: string, body: object): Promise<unknown> {
    return this.#send(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  async #send(path: string, init: RequestInit): Promise<unknown> {
    const response = await fetch(`${this.#url}${path}`, { ...init, signal: AbortSignal.timeout(5000) });
    const text = await response.text();
    if (!response.ok)
      throw new Error(`${init.method ?? 'GET'} ${path} answered ${response.status}: ${text.slice(0, 300)}`);
    return JSON.parse(text);
  }
}
