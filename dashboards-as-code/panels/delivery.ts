/**
 * DORA's four figures (https://dora.dev/guides/dora-metrics-four-keys/), the gate and the freezes, as the desk counts them
 * from what it was told.
 */

import { desk } from '../../alerts/catalog/desk.ts';
import {
  aggregate,
  binary,
  call,
  type Expr,
  increase,
  number,
  select,
  sumBy,
  text,
} from '../../alerts/promql.ts';
import type { SignalName } from '../../service/signals.ts';
import type { PanelModel } from '../board.ts';
import { columnQuery, prometheusQuery } from '../query.ts';
import { rateWindow } from '../scope.ts';
import { bars, countLines, rowsTable } from '../visuals.ts';

const here = { service: desk.name, environment: '$desk' } as const;
const subject = ['about_service', 'about_environment'] as const;
const daysCounted = 30;
const verdictsShown = 50;
const servicesShown = 50;

type Figure = Extract<
  SignalName,
  'deployments' | 'leadTime' | 'changeFailureRatio' | 'timeToRestore' | 'timeToAcknowledge' | 'freezesActive'
>;

/** Every instance of the desk reads the same database: one of them is enough. */
export function figure(name: Figure): Expr {
  return aggregate('max', subject, select(name, here));
}

/** "desk in staging": the one label that a table's columns are joined by. */
export const whereLabel = 'subject';

export function figureByPlace(name: Figure): Expr {
  const joined = call('label_join', figure(name), text(whereLabel), text(' in '), ...subject.map(text));
  return aggregate('max', [whereLabel], joined);
}

export function doraPanel(): PanelModel {
  return {
    slug: 'dora',
    title: 'How well do we deliver, service by service?',
    description: `DORA's four over the last ${daysCounted} days: deployments a day; from a commit to users; the share of deployments that failed or were rolled back; from an incident to its end. Fast and safe go together: a bad third column asks for smaller changes, not for fewer.`,
    unit: 'short',
    noValue: `no deployment in the last ${daysCounted} days`,
    visual: rowsTable(
      [
        { field: whereLabel, title: 'Service' },
        { field: 'Value #frequency', title: 'Deployments a day', unit: 'short', decimals: 2 },
        { field: 'Value #lead', title: 'Lead time', unit: 's' },
        { field: 'Value #failed', title: 'Changes that failed', unit: 'percentunit', decimals: 1 },
        { field: 'Value #restore', title: 'Time to restore', unit: 's' },
      ],
      { sortBy: 'Deployments a day', joinBy: whereLabel },
    ),
    queries: [
      columnQuery(
        'frequency',
        call(
          'topk',
          number(servicesShown),
          binary(binary(figureByPlace('deployments'), '>', number(0)), '/', number(daysCounted)),
        ),
      ),
      columnQuery('lead', figureByPlace('leadTime')),
      columnQuery('failed', figureByPlace('changeFailureRatio')),
      columnQuery('restore', figureByPlace('timeToRestore')),
    ],
  };
}

export function changesPanel(): PanelModel {
  const ended = aggregate(
    'max',
    [...subject, 'kind', 'status'],
    increase(select('changes', here), rateWindow),
  );
  return {
    slug: 'changes',
    title: 'How often do we deploy?',
    description:
      'Changes that ended, by what they were and how they ended, a bar for each. Rollbacks beside deployments are changes that did not hold; long stretches without any bar are work that piles up for a big one.',
    unit: 'short',
    noValue: 'no change was told in this time range',
    visual: bars(),
    queries: [prometheusQuery(sumBy(['kind', 'status'], ended), { legend: '{{kind}} {{status}}' })],
  };
}

export function gateVerdictsPanel(): PanelModel {
  const said = aggregate('max', [...subject, 'verdict'], select('gateVerdicts', here));
  const heard = call('topk', number(verdictsShown), binary(said, '>', number(0)));
  return {
    slug: 'gate-verdicts',
    title: 'What has the gate said of new releases?',
    description:
      'Verdicts of the deploy gate so far. "fail" is a release that users were spared; many of "no-data" or "too-few-samples" mean that the gate judges nothing: give it traffic, or look at the scrape.',
    unit: 'short',
    noValue: 'the gate has judged nothing yet',
    visual: rowsTable(
      [
        { field: 'about_service', title: 'Service' },
        { field: 'about_environment', title: 'Environment' },
        { field: 'verdict', title: 'Verdict' },
        { field: 'Value', title: 'Times', unit: 'short', decimals: 0 },
      ],
      { sortBy: 'Times' },
    ),
    queries: [columnQuery('verdicts', heard)],
  };
}

export function freezesPanel(): PanelModel {
  const overridden = aggregate(
    'max',
    [...subject, 'stop'],
    increase(select('deployOverrides', here), rateWindow),
  );
  return {
    slug: 'freezes',
    title: 'Where must nothing be changed?',
    description:
      'Freezes that have begun and not ended, by service and environment: deployments are refused there unless somebody overrides it with a reason, and so they are where the error budget is used up, or a migration breaks the release that serves. Each override is a peak of its own; its reason is on the change. A freeze that lasts longer than its event was forgotten: end it.',
    unit: 'short',
    noValue: 'no freeze was ever declared',
    visual: countLines(),
    queries: [
      prometheusQuery(figure('freezesActive'), { legend: '{{about_service}} {{about_environment}}' }),
      prometheusQuery(overridden, {
        legend: '{{stop}} overridden: {{about_service}} {{about_environment}}',
      }),
    ],
  };
}
