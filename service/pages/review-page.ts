import { collectMarks, keptCourse } from '../incidents/course.ts';
import type { Incident } from '../incidents/incident.ts';
import type { Review } from '../incidents/review-schema.ts';
import { formatCount, formatInstant, formatPercent } from './format.ts';
import { html, trustedMarkup } from './html.ts';
import { type IncidentSetting, renderTimeline } from './incident-page.ts';
import { renderPage } from './layout.ts';
import { renderKeyPanels } from './panels-section.ts';

export function renderReviewPage(
  incident: Incident,
  review: Review,
  { changes, grafanaUrl }: Pick<IncidentSetting, 'changes' | 'grafanaUrl'>,
): string {
  const { id: incidentId, environment } = incident;
  const course = keptCourse(incident);
  const panels = { environment, grafanaUrl, marks: collectMarks(incident, changes) };
  return renderPage(
    review.title,
    html`<header><nav><a href="/">Incidents</a> / <a href="/incidents/${incidentId}">${incidentId}</a> / review</nav>
<h1>${review.title}</h1>
<p><small>Drafted ${formatInstant(review.draftedAt)} from what was recorded. Causes are left to people.</small></p></header>
<main>
<table class="facts"><tbody>${review.facts.map(({ name, value }) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`)}</tbody></table>
<h2>${review.chartTitle}</h2>
${trustedMarkup(review.chart)}
${review.chartQuery !== '' && html`<details><summary>Query</summary><pre>${review.chartQuery}</pre></details>`}
${
  review.routes.length > 0 &&
  html`<h2>Failing routes</h2>
<table><thead><tr><th>route</th><th class="number">share</th><th class="number">bad</th></tr></thead><tbody>${review.routes.map(
    ({ method, route, badRatio, badCount }) =>
      html`<tr><td><code>${method} ${route}</code></td><td class="number">${formatPercent(badRatio)}</td><td class="number">${formatCount(badCount)}</td></tr>`,
  )}</tbody></table><pre>${review.routesQuery}</pre>`
}
${course !== undefined && renderKeyPanels(course, panels)}
<h2>Timeline</h2>
${renderTimeline(review.timeline)}
<h2>Questions for people</h2>
<ul>${review.questions.map((question) => html`<li>${question}</li>`)}</ul>
</main>`,
  );
}
