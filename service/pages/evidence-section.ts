import { nameChange } from '../changes/change.ts';
import type { Evidence } from '../evidence/evidence.ts';
import {
  formatCount,
  formatDuration,
  formatInstant,
  formatMilliseconds,
  formatPercent,
  formatTime,
} from './format.ts';
import { type Html, html, link } from './html.ts';

export function renderEvidence(evidence: Evidence | null): Html {
  if (evidence === null)
    return html`<h2>Evidence</h2><p class="soft">Being gathered; look again in a moment.</p>`;
  return html`<h2>Evidence</h2>
<p><small>Gathered ${formatInstant(evidence.gatheredAt)}, over the last ${evidence.window}. Nothing here is a cause.</small></p>
<h3>Last change before it</h3>${renderChange(evidence.change)}
<h3>Failing routes</h3>${renderRoutes(evidence.routes)}
<h3>Error lines</h3>${renderLogs(evidence.logs)}
<h3>A failing trace</h3>${renderTrace(evidence.trace)}`;
}

function renderMissing(part: { readonly reason: string }): Html {
  return html`<p class="soft">${part.reason}</p>`;
}

function renderQuery(query: string): Html {
  return html`<details><summary>Query</summary><pre>${query}</pre></details>`;
}

function renderChange(part: Evidence['change']): Html {
  if (part.status !== 'found') return renderMissing(part);
  const { previousRelease, status, startedAt, by, summary, secondsBefore } = part.change;
  return html`<p><strong>${nameChange(part.change)}</strong> (${status}), ${formatDuration(secondsBefore)} before the incident opened${
    previousRelease !== null && html`, in place of ${previousRelease}`
  }</p>
<p><small>${formatInstant(startedAt)} by ${by}. ${summary}</small></p>`;
}

function renderRoutes(part: Evidence['routes']): Html {
  if (part.status !== 'found') return renderMissing(part);
  return html`<table><thead><tr><th>route</th><th class="number">share</th><th class="number">bad</th><th class="number optional">all</th></tr></thead>
<tbody>${part.rows.map(
    ({ method, route, badRatio, badCount, totalCount }) => html`<tr><td><code>${method} ${route}</code></td>
<td class="number">${formatPercent(badRatio)}</td><td class="number">${formatCount(badCount)}</td>
<td class="number optional">${formatCount(totalCount)}</td></tr>`,
  )}</tbody></table>${renderQuery(part.query)}`;
}

function renderLogs(part: Evidence['logs']): Html {
  if (part.status !== 'found') return renderMissing(part);
  return html`<ul class="plain">${part.lines.slice(0, 8).map(
    ({
      at,
      message,
      route,
      exceptionType,
      exceptionMessage,
      traceId,
    }) => html`<li><code>${exceptionType === '' ? message : `${exceptionType}: ${exceptionMessage}`}</code>
<br><small>${formatTime(at)} ${message} <span class="optional">${route}</span>${traceId !== '' && html` trace ${traceId.slice(0, 8)}`}</small></li>`,
  )}</ul>${renderQuery(part.query)}`;
}

function renderTrace(part: Evidence['trace']): Html {
  if (part.status !== 'found') return renderMissing(part);
  const { traceId, route, statusCode, startedAt, durationMs, spans, url } = part.trace;
  return html`<p>${link(url, `Trace ${traceId.slice(0, 8)}`)}: ${statusCode} on <code>${route}</code> after ${formatMilliseconds(durationMs)}
<small>at ${formatTime(startedAt)}</small></p>
<pre>${spans.map(
    ({ name, depth, durationMs: spanMs, isError, exception }) =>
      html`${'  '.repeat(depth)}${name}  ${formatMilliseconds(spanMs)}${isError && '  error'}${exception !== '' && `\n${'  '.repeat(depth + 1)}${exception}`}\n`,
  )}</pre>`;
}
