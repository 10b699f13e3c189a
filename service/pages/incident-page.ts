import type { Change } from '../changes/change.ts';
import { collectMarks, type ShownCourse } from '../incidents/course.ts';
import type { Episode, Incident } from '../incidents/incident.ts';
import { describeTimeline, type TimelineEntry } from '../incidents/timeline.ts';
import { renderEvidence } from './evidence-section.ts';
import { formatDuration, formatInstant, formatTime, secondsBetween } from './format.ts';
import { type Html, html, link } from './html.ts';
import { renderBadges } from './incident-badges.ts';
import { renderPage } from './layout.ts';
import { renderKeyPanels, renderLead } from './panels-section.ts';

export interface IncidentSetting extends ShownCourse {
  readonly changes: readonly Change[];
  readonly grafanaUrl: string | undefined;
}

export function renderIncidentPage(incident: Incident, setting: IncidentSetting, now: Date): string {
  const { changes, grafanaUrl, lead, kept } = setting;
  const panels = {
    environment: incident.environment,
    grafanaUrl,
    marks: collectMarks(incident, changes),
  };
  const { id, title, openedAt, closedAt, owner, truncatedAlerts, evidence, episodes } = incident;
  const runbook = evidence?.links.runbook || episodes[0]?.annotations.runbook_url || '';
  const dashboard = evidence?.links.dashboard || episodes[0]?.annotations.dashboard_url || '';
  return renderPage(
    `Incident ${id}: ${title}`,
    html`<header><nav><a href="/">Incidents</a> / ${id}</nav>
<h1>${title}</h1>
<p>${renderBadges(incident)}</p>
<p><small>Opened ${formatInstant(openedAt)}, ${
      closedAt === null
        ? html`open for ${formatDuration(secondsBetween(openedAt, now.toISOString()))}`
        : html`closed after ${formatDuration(secondsBetween(openedAt, closedAt))}`
    }${owner !== '' && html`, owned by ${owner}`}</small></p>
<p>${runbook !== '' && linkOrPath(runbook, 'Runbook')}${runbook !== '' && dashboard !== '' && ' · '}${dashboard !== '' && linkOrPath(dashboard, 'Dashboard panel')}${
      incident.hasReview &&
      html`${(runbook !== '' || dashboard !== '') && ' · '}<a href="/incidents/${id}/review">Review</a>`
    }</p></header>
<main>
<h2>Alerts</h2>
${truncatedAlerts > 0 && html`<p class="soft">Alertmanager left ${truncatedAlerts} alert(s) out of a notification: more fires than is listed.</p>`}
<ul class="plain">${episodes.map(renderEpisode)}</ul>
${renderLead(lead, `Incident ${id}: ${title}`, panels)}
${renderEvidence(evidence)}
${renderKeyPanels(kept, panels)}
<h2>Timeline</h2>
${renderTimeline(describeTimeline(incident.events, changes))}
</main>`,
  );
}

/** What nobody knows an address for is named, so that it can be looked for. */
function linkOrPath(target: string, text: string): Html {
  const isAddress = /^(https?:\/\/|\/runbooks\/)/i.test(target);
  return isAddress ? link(target, text) : html`${text} <code>${target}</code>`;
}

export function renderTimeline(entries: readonly TimelineEntry[]): Html {
  return html`<ol class="plain timeline">${entries.map(
    ({
      at,
      text,
      detail,
    }) => html`<li><time datetime="${at}" title="${formatInstant(at)}">${formatTime(at)}</time>
<div class="detail">${text}${detail !== '' && renderDetail(detail)}</div></li>`,
  )}</ol>`;
}

function renderDetail(detail: string): Html {
  return detail.includes('\n') ? html`<pre>${detail}</pre>` : html`<br><small>${detail}</small>`;
}

function renderEpisode({ alertname, annotations, startsAt, endsAt, labels }: Episode): Html {
  const state =
    endsAt === null
      ? html`<span class="badge bad">firing</span>`
      : html`<span class="badge good">resolved</span>`;
  const objective = [labels.slo, labels.tier].filter((part) => part !== undefined).join(', ');
  return html`<li>${state} <strong>${alertname}</strong> <small>${objective}</small>
<br>${annotations.summary ?? ''}
<br><small>since ${formatInstant(startsAt)}${endsAt !== null && html`, for ${formatDuration(secondsBetween(startsAt, endsAt))}`}</small></li>`;
}
