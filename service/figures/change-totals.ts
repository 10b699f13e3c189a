/** How many changes ever ended, what the deploy gate ever said, and what was overridden. */
import type { Knex } from 'knex';
import { signals } from '../signals.ts';
import { type Figure, figure, type TotalFigure } from './figure.ts';
import {
  joinSubjects,
  type Subject,
  type Subjects,
  seriesOf,
  subjectBindings,
  subjectColumns,
  subjectLabels,
} from './subjects.ts';

interface CountRow extends Subject {
  readonly total: number;
}

/**
 * Counted by what was told, not by what a change says last: told twice is one change, and one that was told to have
 * failed and then to have succeeded counts in both, because a counter can take nothing back. What runs does not count.
 */
export async function readChangeTotals(
  trx: Knex.Transaction,
  subjects: Subjects,
): Promise<readonly Figure<TotalFigure>[]> {
  const { rows }: { rows: (CountRow & { kind: string; status: string })[] } = await trx.raw(
    `select ${subjectColumns}, changes.kind, told.status, cast(count(*) as int) as total
     from (select distinct change_id, status from change_events where status <> 'started') told
     join changes on changes.id = told.change_id
     ${joinSubjects('changes')}
     where not changes.is_drill
     group by 1, 2, 3, 4`,
    subjectBindings(subjects),
  );
  const { kind: kinds, status: statuses } = signals.changes.labels;
  return seriesOf(subjects).flatMap((subject) =>
    kinds.flatMap((kind) =>
      statuses.map((status) => {
        const row = rows.find((one) => isAbout(one, subject) && one.kind === kind && one.status === status);
        return figure('changes', { ...subjectLabels(subject), kind, status }, row?.total ?? 0);
      }),
    ),
  );
}

/** The deploy engine tells the verdict as `detail.steps.gate.verdict` (deploy/changes/change.ts). */
export async function readGateVerdicts(
  trx: Knex.Transaction,
  subjects: Subjects,
): Promise<readonly Figure<TotalFigure>[]> {
  const { rows }: { rows: (CountRow & { verdict: string })[] } = await trx.raw(
    `select ${subjectColumns}, told.verdict, cast(count(*) as int) as total
     from (select distinct change_id, verdict from change_events where verdict is not null) told
     join changes on changes.id = told.change_id
     ${joinSubjects('changes')}
     where not changes.is_drill
     group by 1, 2, 3`,
    subjectBindings(subjects),
  );
  return seriesOf(subjects).flatMap((subject) =>
    signals.gateVerdicts.labels.verdict.map((verdict) => {
      const row = rows.find((one) => isAbout(one, subject) && one.verdict === verdict);
      return figure('gateVerdicts', { ...subjectLabels(subject), verdict }, row?.total ?? 0);
    }),
  );
}

/** The deploy engine tells what stood in a deployment's way as `detail.overridden`, a list (deploy/changes/change.ts). */
export async function readDeployOverrides(
  trx: Knex.Transaction,
  subjects: Subjects,
): Promise<readonly Figure<TotalFigure>[]> {
  const { rows }: { rows: (CountRow & { stop: string })[] } = await trx.raw(
    `select ${subjectColumns}, overridden.stop, cast(count(distinct changes.id) as int) as total
     from changes
     cross join lateral jsonb_array_elements_text(
       case when jsonb_typeof(detail -> 'overridden') = 'array' then detail -> 'overridden' else '[]' end
     ) as overridden (stop)
     ${joinSubjects('changes')}
     where kind = 'deploy' and not is_drill
     group by 1, 2, 3`,
    subjectBindings(subjects),
  );
  return seriesOf(subjects).flatMap((subject) =>
    signals.deployOverrides.labels.stop.map((stop) => {
      const row = rows.find((one) => isAbout(one, subject) && one.stop === stop);
      return figure('deployOverrides', { ...subjectLabels(subject), stop }, row?.total ?? 0);
    }),
  );
}

function isAbout(row: Subject, subject: Subject): boolean {
  return row.service === subject.service && row.environment === subject.environment;
}
