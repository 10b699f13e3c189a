/**
 * A review drafted from facts only. What happened is filled in; why it happened, and what to do about it, are
 * questions for people. Pure: an incident in, a review out; it is stored and never computed again.
 */
import { type Change, nameChange } from '../changes/change.ts';
import { renderChart } from '../charts/chart.ts';
import type { ChartSeries } from '../charts/chart-data.ts';
import {
  formatCount,
  formatDuration,
  formatInstant,
  formatPercent,
  secondsBetween,
} from '../pages/format.ts';
import type { FrozenPanels } from '../panels/frozen-panels.ts';
import { leadChart, leadOf } from '../panels/panel-chart.ts';
import { collectMarks } from './course.ts';
import type { Incident } from './incident.ts';
import type { Review } from './review-schema.ts';
import { describeTimeline } from './timeline.ts';

export function draftReview(
  incident: Incident,
  course: {
    readonly frozen: FrozenPanels;
    readonly changes: readonly Change[];
    readonly publicUrl: string | undefined;
  },
  draftedAt: string,
): Review {
  const { evidence } = incident;
  const { frozen, changes, publicUrl } = course;
  const lead = leadOf(frozen);
  const chart = leadChart(
    frozen,
    `Incident ${incident.id}: ${incident.title}`,
    collectMarks(incident, changes),
  );
  const routes = evidence?.routes.status === 'found' ? evidence.routes.rows : [];
  return {
    title: `Review of incident ${incident.id}: ${incident.title}`,
    draftedAt,
    facts: collectFacts(incident, publicUrl),
    timeline: describeTimeline(incident.events, changes),
    routes: routes.map(({ method, route, badRatio, badCount }) => ({
      method,
      route,
      badRatio,
      badCount,
    })),
    routesQuery: evidence?.routes.status === 'found' ? evidence.routes.query : '',
    chartTitle: lead?.title ?? 'What happened',
    chart: renderChart(chart),
    chartPoints: countPoints(chart.series[0]),
    chartQuery: lead?.queries.map(({ legend, query }) => `# ${legend}\n${query}`).join('\n') ?? '',
    questions: collectQuestions(incident),
  };
}

function countPoints(series: ChartSeries | undefined): number {
  return series?.values.filter((value) => value !== null).length ?? 0;
}

function collectFacts(incident: Incident, publicUrl: string | undefined): Review['facts'] {
  const { openedAt, acknowledgedAt, closedAt, episodes, evidence, events, drill } = incident;
  const began = episodes.map(({ startsAt }) => startsAt).toSorted()[0] ?? openedAt;
  const cleared = events.findLast(({ kind }) => kind === 'alerts-cleared')?.at;
  const fact = (name: string, value: string | null | undefined) => (value ? [{ name, value }] : []);
  const after = (instant: string | null | undefined) =>
    instant &&
    `${formatInstant(instant)} (${formatDuration(secondsBetween(began, instant))} after the first alert)`;
  const change = evidence?.change.status === 'found' ? evidence.change.change : undefined;
  return [
    ...fact('Service', incident.service),
    ...fact('Environment', incident.environment),
    ...fact('Severity', String(incident.severity)),
    ...fact('Owner', incident.owner),
    ...fact('Drill', drill),
    ...fact('Record', publicUrl && `${publicUrl.replace(/\/$/, '')}/incidents/${incident.id}`),
    ...fact('First alert began', formatInstant(began)),
    ...fact('Incident opened', after(openedAt)),
    ...fact('Acknowledged', after(acknowledgedAt)),
    ...fact('Alerts cleared', after(cleared)),
    ...fact('Closed', after(closedAt)),
    ...fact('Alerts', [...new Set(episodes.map(({ alertname }) => alertname))].join(', ')),
    ...fact(
      'Last change before it',
      change &&
        `${nameChange(change)}, ${formatDuration(change.secondsBefore)} before the incident opened, by ${change.by}`,
    ),
  ];
}

/** Open on purpose: a machine that answers these would be guessing. */
function collectQuestions({ evidence, episodes }: Incident): string[] {
  const change = evidence?.change.status === 'found' ? evidence.change.change : undefined;
  const runbook = evidence?.links.runbook || episodes[0]?.annotations.runbook_url;
  return [
    'What was the cause, and what shows it?',
    ...(change === undefined
      ? []
      : [`Did the ${nameChange(change)} have a part in it? If so, why did it pass its checks?`]),
    'Who was affected, and how did they notice?',
    'Could it have been found sooner? By which signal?',
    runbook === undefined
      ? 'No runbook was linked. Which steps belong in one?'
      : `Which steps of the runbook (${runbook}) helped, which did not, and which were missing?`,
    'What keeps it from happening again, who does it, and by when?',
  ];
}

export function renderReviewMarkdown(review: Review, chartFile: string): string {
  const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ').trim();
  const fence = (text: string) => `\`\`\`\`\n${text}\n\`\`\`\``;
  return [
    `# ${review.title}`,
    `Drafted ${formatInstant(review.draftedAt)} UTC from what was recorded. Facts are filled in; causes are left to people.`,
    '## Summary',
    ['| | |', '|---|---|', ...review.facts.map(({ name, value }) => `| ${name} | ${cell(value)} |`)].join(
      '\n',
    ),
    `## ${review.chartTitle}`,
    `![${review.chartTitle} With alerts, changes, runbook steps and notes](${chartFile})`,
    ...(review.chartQuery === '' ? [] : [fence(review.chartQuery)]),
    ...(review.routes.length === 0
      ? []
      : [
          '## Failing routes',
          [
            '| route | bad share | bad requests |',
            '|---|---|---|',
            ...review.routes.map(
              ({ method, route, badRatio, badCount }) =>
                `| ${cell(`${method} ${route}`)} | ${formatPercent(badRatio)} | ${formatCount(badCount)} |`,
            ),
          ].join('\n'),
          fence(review.routesQuery),
        ]),
    '## Timeline (UTC)',
    [
      '| time | what |',
      '|---|---|',
      ...review.timeline.map(
        ({ at, text, detail }) =>
          `| ${formatInstant(at)} | ${cell(text)}${detail === '' ? '' : `: ${cell(detail).slice(0, 300)}`} |`,
      ),
    ].join('\n'),
    '## Questions for people',
    review.questions.map((question) => `- ${question}`).join('\n'),
    '',
  ].join('\n\n');
}
