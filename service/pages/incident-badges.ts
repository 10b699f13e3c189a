import type { IncidentSummary } from '../incidents/incident.ts';
import { type Html, html } from './html.ts';

const stateTones = { open: 'bad', acknowledged: 'warn', closed: 'good' } as const;

export function renderBadges({ state, severity, drill, alertsFiring }: IncidentSummary): Html {
  return html`<span class="badge ${stateTones[state]}">${state}</span><span class="badge">severity ${severity}</span>${
    alertsFiring > 0 && html`<span class="badge bad">${alertsFiring} firing</span>`
  }${drill !== null && html`<span class="badge">drill: ${drill}</span>`}`;
}
