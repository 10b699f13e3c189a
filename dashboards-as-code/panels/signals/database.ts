/** What a database server says of itself beside that it answers; each panel only where its series are declared. */
import { binary, call, type Expr, number, overRange, rate, type Selector } from '../../../alerts/promql.ts';
import { aggregateLogically } from '../../../alerts/series-labels.ts';
import type { DatabaseSignal } from '../../../alerts/symptoms/declared-signal.ts';
import { withComponent } from '../../../alerts/symptoms/symptom-link.ts';
import type { PanelModel } from '../../board.ts';
import { prometheusQuery } from '../../query.ts';
import { rateWindow } from '../../scope.ts';
import { lines } from '../../visuals.ts';
import { byThing, chosenSeries, signalTitle, thingLegend } from './things.ts';

const exportsNone = 'the exporter does not tell: see whether its target answers';

export function databaseFigurePanels(signal: DatabaseSignal): PanelModel[] {
  const { connections, locks, cache, deadlocks } = signal;
  return [
    ...(connections === undefined ? [] : [connectionsPanel(signal, connections)]),
    ...(locks === undefined ? [] : [locksPanel(signal, locks)]),
    ...(cache === undefined ? [] : [cachePanel(signal, cache)]),
    ...(deadlocks === undefined ? [] : [deadlocksPanel(signal, deadlocks)]),
  ];
}

function connectionsPanel(
  signal: DatabaseSignal,
  { open, max }: NonNullable<DatabaseSignal['connections']>,
): PanelModel {
  return {
    slug: withComponent('database-connections', signal.component),
    title: signalTitle(signal, 'Does the server run out of connections?'),
    description:
      'Connections that are open on the server, and how many it takes at most. At the most, whoever comes next is refused, the next release too: see whose they are (pg_stat_activity by application_name) before the limit is raised, since each takes memory.',
    unit: 'short',
    noValue: exportsNone,
    visual: lines().decimals(0),
    queries: [
      prometheusQuery(byThing(signal, chosenSeries(signal, open)), { legend: thingLegend(signal, 'open') }),
      prometheusQuery(byThing(signal, chosenSeries(signal, max), 'max'), {
        legend: thingLegend(signal, 'at most'),
      }),
    ],
  };
}

function locksPanel(
  signal: DatabaseSignal,
  { held, modeLabel }: NonNullable<DatabaseSignal['locks']>,
): PanelModel {
  const byMode = aggregateLogically('sum', [modeLabel], chosenSeries(signal, held), signal.labels);
  return {
    slug: withComponent('database-locks', signal.component),
    title: signalTitle(signal, 'Who locks what?'),
    description:
      'Locks by mode. Shared ones come with every statement; exclusive ones that stay, accessexclusivelock above all, stop everybody else at that table: a migration, or a transaction that was forgotten. The runbook LongTransactions finds who blocks whom.',
    unit: 'short',
    noValue: exportsNone,
    visual: lines().decimals(0),
    queries: [prometheusQuery(byMode, { legend: `{{${modeLabel}}}` })],
  };
}

function cachePanel(
  signal: DatabaseSignal,
  { hits, reads }: NonNullable<DatabaseSignal['cache']>,
): PanelModel {
  const perSecond = (counter: Selector): Expr =>
    byThing(signal, rate(chosenSeries(signal, counter), rateWindow));
  const all = binary(perSecond(hits), '+', perSecond(reads));
  // Nothing asked for is nothing missed.
  const share = binary(perSecond(hits), '/', binary(all, '>', number(0)));
  return {
    slug: withComponent('database-cache', signal.component),
    title: signalTitle(signal, 'Does it find its data in memory?'),
    description:
      'Share of the blocks asked for that were in the cache of the server. Near 1 is well; a step down with slow statements is a plan that reads a whole table, or data that has outgrown the memory. After a restart it starts low and climbs.',
    unit: 'percentunit',
    noValue: 'no block was asked for in this time range',
    visual: lines().min(0).max(1),
    queries: [prometheusQuery(share, { legend: thingLegend(signal, 'found') })],
  };
}

function deadlocksPanel(signal: DatabaseSignal, deadlocks: Selector): PanelModel {
  const ended = call('increase', overRange(chosenSeries(signal, deadlocks), rateWindow));
  return {
    slug: withComponent('database-deadlocks', signal.component),
    title: signalTitle(signal, 'Do transactions deadlock?'),
    description:
      'Transactions that the server ended since the last point because they waited for each other. Should be 0: each was an error for somebody. The log of the server names the two statements; take the locks in one order in both.',
    unit: 'short',
    noValue: exportsNone,
    visual: lines(),
    queries: [prometheusQuery(byThing(signal, ended), { legend: thingLegend(signal, 'ended') })],
  };
}
