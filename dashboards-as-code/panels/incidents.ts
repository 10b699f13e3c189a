/** How many incidents there are and how they go, as the desk counts them; drills are left out. */
import { desk } from '../../alerts/catalog/desk.ts';
import { aggregate, type Expr, increase, select, sumBy } from '../../alerts/promql.ts';
import type { PanelModel } from '../board.ts';
import { columnQuery, prometheusQuery } from '../query.ts';
import { rateWindow, shownRange } from '../scope.ts';
import { bars, lines, rowsTable, stackedAreas } from '../visuals.ts';
import { figureByPlace, whereLabel } from './delivery.ts';

const here = { service: desk.name, environment: '$desk' } as const;
const subject = ['about_service', 'about_environment'] as const;

export function openIncidentsPanel(): PanelModel {
  return {
    slug: 'open-incidents',
    title: 'How many incidents are open?',
    description:
      'Incidents that nobody has closed yet, by severity; 1 is the worst. Ones that stay open for days are forgotten or mislabelled: close them, or say on them what they wait for.',
    unit: 'short',
    noValue: 'the desk is not scraped',
    visual: stackedAreas().decimals(0).axisSoftMax(1),
    queries: [
      prometheusQuery(aggregate('max', ['severity'], select('incidentsOpen', here)), {
        legend: 'severity {{severity}}',
      }),
    ],
  };
}

export function incidentFlowPanel(): PanelModel {
  const told = (name: 'incidentsAcknowledged' | 'incidentsClosed'): Expr =>
    sumBy([], aggregate('max', subject, increase(select(name, here), rateWindow)));
  const opened = aggregate(
    'max',
    [...subject, 'severity'],
    increase(select('incidentsOpened', here), rateWindow),
  );
  return {
    slug: 'incident-flow',
    title: 'Do we keep up with incidents?',
    description:
      'Incidents opened, taken on and closed, a bar where it happened. Opened far above taken on: nobody looks, or pages do not get through. Taken on far above closed: people work on too many at once.',
    unit: 'short',
    noValue: 'no incident was ever opened',
    visual: bars(),
    queries: [
      prometheusQuery(sumBy([], opened), { legend: 'opened' }),
      prometheusQuery(told('incidentsAcknowledged'), { legend: 'taken on' }),
      prometheusQuery(told('incidentsClosed'), { legend: 'closed' }),
    ],
  };
}

export function pagesPanel(): PanelModel {
  return {
    slug: 'pages',
    title: 'When are people woken?',
    description:
      'Critical alerts that fired, by service, a bar where they did. A few at night for one service are a reason to mend that service; a burst over many of them is one incident that was told many times: look at the grouping.',
    unit: 'short',
    noValue: 'nobody was ever paged',
    visual: bars(),
    queries: [
      prometheusQuery(aggregate('max', subject, increase(select('pages', here), rateWindow)), {
        legend: '{{about_service}} {{about_environment}}',
      }),
    ],
  };
}

export function responseTimesPanel(): PanelModel {
  return {
    slug: 'response-times',
    title: 'How long until somebody is there, and until it is over?',
    description:
      'Medians of the last 30 days by service: from opening to taking on, and to the end of the last alert. A long first figure is a matter of paging and rotas; a long second one of runbooks, rollbacks and drills.',
    unit: 's',
    noValue: 'no incident in the last 30 days',
    visual: rowsTable(
      [
        { field: whereLabel, title: 'Service' },
        { field: 'Value #acknowledge', title: 'Until taken on', unit: 's' },
        { field: 'Value #restore', title: 'Until it is over', unit: 's' },
      ],
      { sortBy: 'Until it is over', joinBy: whereLabel },
    ),
    queries: [
      columnQuery('acknowledge', figureByPlace('timeToAcknowledge')),
      columnQuery('restore', figureByPlace('timeToRestore')),
    ],
  };
}

export function runbookStepsPanel(): PanelModel {
  const run = aggregate('max', ['runbook', 'outcome'], increase(select('runbookSteps', here), shownRange));
  return {
    slug: 'runbook-steps',
    title: 'Which runbooks are used, and do their steps work?',
    description:
      'Steps that were run on incidents in the time range shown, by runbook and outcome. A runbook whose steps fail lies about the world: rehearse and mend it. An alert that fires and whose runbook is never here is worked on by heart.',
    unit: 'short',
    noValue: 'no runbook step was run in this time range',
    visual: rowsTable(
      [
        { field: 'runbook', title: 'Runbook' },
        { field: 'outcome', title: 'Outcome' },
        { field: 'Value', title: 'Steps', unit: 'short', decimals: 0 },
      ],
      { sortBy: 'Steps' },
    ),
    queries: [columnQuery('steps', run)],
  };
}

export function notificationsPanel(): PanelModel {
  return {
    slug: 'notifications-taken',
    title: 'What becomes of the alerts that come in?',
    description:
      'Alerts that the desk took from Alertmanager between two points, by what became of them. Many attached to few opened is grouping at work; "duplicate" is Alertmanager telling again, "ignored" what has no service.',
    unit: 'short',
    noValue: 'the desk is not scraped',
    visual: lines(),
    queries: [
      prometheusQuery(sumBy(['outcome'], increase(select('alertNotifications', here), rateWindow)), {
        legend: '{{outcome}}',
      }),
    ],
  };
}
