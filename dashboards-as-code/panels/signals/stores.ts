/** Databases, queues, backups and what else a service keeps things in. */
import { binary, call, type Expr, number, rate } from '../../../alerts/promql.ts';
import type { ServiceDefinition } from '../../../alerts/service-definition.ts';
import type {
  BackupSignal,
  CertificateSignal,
  ConnectionPoolSignal,
  DatabaseSignal,
  QueueSignal,
  ReplicationSignal,
  StatementsSignal,
  TransactionsSignal,
  VaultSignal,
} from '../../../alerts/symptoms/declared-signal.ts';
import { resolveLevels, symptomFigures } from '../../../alerts/symptoms/figures.ts';
import { signalPanelSlug } from '../../../alerts/symptoms/symptom-link.ts';
import type { PanelModel } from '../../board.ts';
import { prometheusQuery } from '../../query.ts';
import { rateWindow } from '../../scope.ts';
import { leastThresholds, levelThresholds } from '../../thresholds.ts';
import { lines, linesWithThresholds } from '../../visuals.ts';
import { byThing, chosenSeries, signalTitle, thingLegend } from './things.ts';

const exportsNone = 'no such series: it is not scraped, or its exporter does not tell';
const kindsOfStatementsShown = 10;

export function poolPanel(signal: ConnectionPoolSignal): PanelModel {
  const state = (name: string, gauge: ConnectionPoolSignal['used']) =>
    prometheusQuery(byThing(signal, chosenSeries(signal, gauge)), { legend: thingLegend(signal, name) });
  return {
    slug: signalPanelSlug(signal),
    title: signalTitle(signal, 'Does anyone wait for a database connection?'),
    description:
      'Connections of the pool in use, those it may have, and callers that wait for one. In use at the most with some waiting: statements are slow or a transaction is held; see the next panels. A larger pool only moves the queue into the database.',
    unit: 'short',
    noValue: 'the service exports no pool of connections',
    visual: lines(),
    queries: [state('in use', signal.used), state('at most', signal.max), state('waiting', signal.waiting)],
  };
}

export function databasePanel(signal: DatabaseSignal): PanelModel {
  return {
    slug: signalPanelSlug(signal),
    title: signalTitle(signal, 'Does the database answer?'),
    description:
      '1 while the exporter can log in, 0 while it cannot: walk the runbook DatabaseDown. A gap is the exporter itself, which says nothing about the database: see whether services still reach it.',
    unit: 'none',
    noValue: exportsNone,
    visual: lines().decimals(0).max(1),
    queries: [
      prometheusQuery(byThing(signal, chosenSeries(signal, signal.up), 'min'), {
        legend: thingLegend(signal),
      }),
    ],
  };
}

export function replicationPanel(signal: ReplicationSignal, service: ServiceDefinition): PanelModel {
  const thresholds = levelThresholds(
    resolveLevels(symptomFigures.ReplicationLag, service.symptoms?.ReplicationLag),
    ({ thresholdSeconds }) => thresholdSeconds,
  );
  return {
    slug: signalPanelSlug(signal),
    title: signalTitle(signal, 'How far is a replica behind?'),
    description:
      'Seconds that each replica lags, 0 on a primary; the dashed line is that of ReplicationLag. Readers of the replica see data as old as that, and a switch to it loses as much. A steady climb: replication has stopped.',
    unit: 's',
    noValue: 'no replica, or its exporter does not tell',
    thresholds,
    visual: linesWithThresholds(thresholds),
    queries: [
      prometheusQuery(byThing(signal, chosenSeries(signal, signal.lagSeconds), 'max'), {
        legend: thingLegend(signal),
      }),
    ],
  };
}

export function transactionsPanel(signal: TransactionsSignal, service: ServiceDefinition): PanelModel {
  const thresholds = levelThresholds(
    resolveLevels(symptomFigures.LongTransactions, service.symptoms?.LongTransactions),
    ({ thresholdSeconds }) => thresholdSeconds,
  );
  return {
    slug: signalPanelSlug(signal),
    title: signalTitle(signal, 'Is a transaction held open?'),
    description:
      'Age of the oldest open transaction; the dashed line is that of LongTransactions. It holds its locks, and vacuum back, until it ends: find who holds it (pg_stat_activity) before you end it.',
    unit: 's',
    noValue: exportsNone,
    thresholds,
    visual: linesWithThresholds(thresholds),
    queries: [
      prometheusQuery(byThing(signal, chosenSeries(signal, signal.longestSeconds), 'max'), {
        legend: thingLegend(signal),
      }),
    ],
  };
}

export function statementsPanel(signal: StatementsSignal, service: ServiceDefinition): PanelModel {
  const thresholds = levelThresholds(
    resolveLevels(symptomFigures.SlowStatements, service.symptoms?.SlowStatements),
    ({ thresholdSeconds }) => thresholdSeconds,
  );
  const perSecond = (counter: StatementsSignal['calls']): Expr =>
    byThing(signal, rate(chosenSeries(signal, counter), rateWindow));
  const mean = binary(perSecond(signal.seconds), '/', perSecond(signal.calls));
  return {
    slug: signalPanelSlug(signal),
    title: signalTitle(signal, 'Which statements are slow?'),
    description: `Mean time of a statement, of the ${kindsOfStatementsShown} slowest kinds; the dashed line is that of SlowStatements. One kind that steps up: a plan has changed or an index is missing. All of them: the disk, or locks.`,
    unit: 's',
    noValue: 'no statement was counted in this time range',
    thresholds,
    visual: linesWithThresholds(thresholds),
    queries: [
      prometheusQuery(call('topk', number(kindsOfStatementsShown), mean), {
        legend: thingLegend(signal, 'mean'),
      }),
    ],
  };
}

export function queuePanel(signal: QueueSignal, service: ServiceDefinition): PanelModel {
  const thresholds = levelThresholds(
    resolveLevels(symptomFigures.QueueBacklog, service.symptoms?.QueueBacklog),
    ({ thresholdWaiting }) => thresholdWaiting,
  );
  return {
    slug: signalPanelSlug(signal),
    title: signalTitle(signal, 'How much waits to be worked on?'),
    description:
      'Jobs or messages that nobody has taken yet; the dashed lines are those of QueueBacklog. A climb at a steady rate: the consumers are gone or slower than what comes in. A saw-tooth that empties is a batch.',
    unit: 'short',
    noValue: exportsNone,
    thresholds,
    visual: linesWithThresholds(thresholds),
    queries: [
      prometheusQuery(byThing(signal, chosenSeries(signal, signal.waiting)), {
        legend: thingLegend(signal, 'waiting'),
      }),
    ],
  };
}

export function backupPanel(signal: BackupSignal, service: ServiceDefinition): PanelModel {
  const thresholds = levelThresholds(
    resolveLevels(symptomFigures.BackupTooOld, service.symptoms?.BackupTooOld),
    ({ thresholdSeconds }) => thresholdSeconds,
  );
  const age = binary(call('time'), '-', chosenSeries(signal, signal.completedAt));
  return {
    slug: signalPanelSlug(signal),
    title: signalTitle(signal, 'How old is the newest backup?'),
    description:
      'Time since the last backup succeeded; the dashed lines are those of BackupTooOld. It falls to nothing with each good one. What was written since then is what a restore would lose.',
    unit: 's',
    noValue: 'no backup has ever told that it succeeded',
    thresholds,
    visual: linesWithThresholds(thresholds),
    queries: [prometheusQuery(byThing(signal, age, 'min'), { legend: thingLegend(signal, 'age') })],
  };
}

export function certificatePanel(signal: CertificateSignal, service: ServiceDefinition): PanelModel {
  const thresholds = leastThresholds(
    resolveLevels(symptomFigures.CertificateExpiring, service.symptoms?.CertificateExpiring),
    ({ thresholdSeconds }) => thresholdSeconds,
  );
  return {
    slug: signalPanelSlug(signal),
    title: signalTitle(signal, 'When does the first certificate end?'),
    description:
      'Time until each certificate ends; the dashed lines are those of CertificateExpiring. It should jump up again well before them: where it does not, renewal has stopped, and clients will refuse to connect at 0.',
    unit: 's',
    noValue: exportsNone,
    thresholds,
    visual: linesWithThresholds(thresholds),
    queries: [
      prometheusQuery(
        byThing(signal, binary(chosenSeries(signal, signal.expiresAt), '-', call('time')), 'min'),
        { legend: thingLegend(signal) },
      ),
    ],
  };
}

export function vaultPanel(signal: VaultSignal): PanelModel {
  return {
    slug: signalPanelSlug(signal),
    title: signalTitle(signal, 'Is a Vault sealed?'),
    description:
      '1 while it is unsealed, 0 while it hands out no secret: services go on with what they have and fail at their next start or renewal. Walk the runbook VaultSealed; it takes a quorum of key holders.',
    unit: 'none',
    noValue: exportsNone,
    visual: lines().decimals(0).max(1),
    queries: [
      prometheusQuery(byThing(signal, chosenSeries(signal, signal.unsealed), 'min'), {
        legend: thingLegend(signal),
      }),
    ],
  };
}
