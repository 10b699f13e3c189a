import type { IncidentSummary } from '../incidents/incident.ts';
import { formatDuration, formatInstant, secondsBetween } from './format.ts';
import { type Html, html } from './html.ts';
import { renderBadges } from './incident-badges.ts';
import { renderPage } from './layout.ts';

export function renderIncidentsPage(incidents: readonly IncidentSummary[], now: Date): string {
  const open = incidents.filter(({ state }) => state !== 'closed');
  const closed = incidents.filter(({ state }) => state === 'closed');
  return renderPage(
    'Incidents',
    html`<header><h1>Incidents</h1></header>
<main>
${open.length === 0 ? html`<p class="soft">Nothing is open.</p>` : renderList(open, now)}
${closed.length > 0 && html`<h2>Closed</h2>${renderList(closed, now)}`}
</main>`,
  );
}

function renderList(incidents: readonly IncidentSummary[], now: Date): Html {
  return html`<ul class="plain">${incidents.map((incident) => renderItem(incident, now))}</ul>`;
}

function renderItem(incident: IncidentSummary, now: Date): Html {
  const { id, title, openedAt, closedAt } = incident;
  const lasted = formatDuration(secondsBetween(openedAt, closedAt ?? now.toISOString()));
  return html`<li><a href="/incidents/${id}">${title}</a><br>${renderBadges(incident)}
<small class="line">${formatInstant(openedAt)}, ${closedAt === null ? html`open for ${lasted}` : html`lasted ${lasted}`}</small></li>`;
}
