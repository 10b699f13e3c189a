/** The key panels on a page: question, picture, how to read it, and what was asked, for people without Grafana. */
import { renderChart } from '../charts/chart.ts';
import type { ChartMark } from '../charts/chart-data.ts';
import { resolvePanel } from '../evidence/links.ts';
import type { FrozenPanel, FrozenPanels } from '../panels/frozen-panels.ts';
import { leadChart, leadOf, panelChart } from '../panels/panel-chart.ts';
import { formatDuration, formatInstant } from './format.ts';
import { type Html, html, link, trustedMarkup } from './html.ts';

export interface PanelSetting {
  readonly environment: string;
  readonly grafanaUrl: string | undefined;
  readonly marks: readonly ChartMark[];
}

/** The one that leads, large, with all that happened. `title` says whose it is. */
export function renderLead(frozen: FrozenPanels, title: string, setting: PanelSetting): Html {
  const panel = leadOf(frozen);
  const picture = trustedMarkup(renderChart(leadChart(frozen, title, setting.marks)));
  if (panel === undefined) return html`<h2>What happened</h2>${picture}`;
  return html`<h2>${panel.title}</h2>
<p><small>As of ${formatInstant(frozen.askedAt)}.</small></p>
<figure class="lead">${picture}${renderBeside(frozen, panel, setting)}</figure>`;
}

/** All others. */
export function renderKeyPanels(frozen: FrozenPanels | null, setting: PanelSetting): Html {
  if (frozen === null)
    return html`<h2>Key panels</h2><p class="soft">Being gathered; look again in a moment.</p>`;
  const { askedAt, from, to } = frozen;
  if (frozen.status !== 'asked') return html`<h2>Key panels</h2><p class="soft">${frozen.reason}</p>`;
  return html`<h2>Key panels</h2>
<p><small>Kept as they were on ${formatInstant(askedAt)}, from ${formatInstant(from)} to ${formatInstant(to)}.</small></p>
<div class="panels">${frozen.panels.slice(1).map(
    (panel) => html`<figure><h3>${panel.title}</h3>
${panel.status === 'found' && trustedMarkup(renderChart(panelChart(frozen, panel, setting.marks)))}
${renderBeside(frozen, panel, setting)}</figure>`,
  )}</div>`;
}

function renderBeside(frozen: FrozenPanels, panel: FrozenPanel, setting: PanelSetting): Html {
  const grafana = resolvePanel(panel.dashboard, { ...setting, ...frozen }, setting.grafanaUrl);
  return html`<figcaption${panel.status !== 'found' && trustedMarkup(' class="alone"')}>${panel.status !== 'found' && html`<p class="soft">No data: ${panel.reason}</p>`}
${panel.status === 'found' && panel.failure !== '' && html`<p class="soft">Not all of it: ${panel.failure}</p>`}
<p><small>${panel.description}</small></p>
<details><summary>${panel.queries.length === 1 ? 'Query' : `${panel.queries.length} queries`}</summary>
${panel.queries.map(({ legend, query }) => html`<pre># ${legend}\n${query}</pre>`)}
<p><small>Asked on ${formatInstant(frozen.askedAt)}${
    frozen.status === 'asked' && html`, a point every ${formatDuration(frozen.stepSeconds)}`
  }</small></p></details>
${grafana !== undefined && html`<p><small>${link(grafana, 'The same panel in Grafana')}</small></p>`}</figcaption>`;
}
