/**
 * All figures of the desk at one moment, from its store and nothing else: the same from every instance, before and after
 * a restart. One transaction that only reads, so one connection, and figures that fit each other.
 */
import type { Knex } from 'knex';
import type { Store } from '../db/store.ts';
import { listUnclosed } from '../incidents/incident-store.ts';
import { signals } from '../signals.ts';
import { readChangeTotals, readDeployOverrides, readGateVerdicts } from './change-totals.ts';
import { readDelivery } from './delivery.ts';
import { type Figure, type FigureSnapshot, figure, type StateFigure } from './figure.ts';
import { readFreezes } from './freezes.ts';
import { readTimeToAcknowledge, readTimeToRestore } from './incident-times.ts';
import { readIncidentTotals } from './incident-totals.ts';
import { readRunbookTotals } from './runbook-totals.ts';
import { listSubjects } from './subjects.ts';

export async function readFigures(store: Store): Promise<FigureSnapshot> {
  return store.transaction(readSnapshot, { isolationLevel: 'repeatable read', readOnly: true });
}

async function readSnapshot(trx: Knex.Transaction): Promise<FigureSnapshot> {
  const subjects = await listSubjects(trx);
  const runbooks = await readRunbookTotals(trx);
  return {
    totals: [
      ...(await readIncidentTotals(trx, subjects)),
      ...(await readChangeTotals(trx, subjects)),
      ...(await readGateVerdicts(trx, subjects)),
      ...(await readDeployOverrides(trx, subjects)),
      ...runbooks.totals,
    ],
    states: [
      ...(await readOpenIncidents(trx)),
      ...(await readTimeToAcknowledge(trx, subjects)),
      ...(await readTimeToRestore(trx, subjects)),
      ...(await readDelivery(trx, subjects)),
      ...(await readFreezes(trx, subjects)),
    ],
    bounded: [
      ...(subjects.hasOthers ? (['subjects'] as const) : []),
      ...(runbooks.hasOthers ? (['runbooks'] as const) : []),
    ],
  };
}

/** By the severity that they have now. Drills are left out: they must not touch real figures. */
async function readOpenIncidents(trx: Knex.Transaction): Promise<readonly Figure<StateFigure>[]> {
  const real = (await listUnclosed(trx)).filter(({ drill }) => drill === null);
  return signals.incidentsOpen.labels.severity.map((severity) =>
    figure('incidentsOpen', { severity }, real.filter((one) => String(one.severity) === severity).length),
  );
}
