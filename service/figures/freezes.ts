/** Freezes that hold now: begun, not told to have ended, and without a planned end that has passed. */
import type { Knex } from 'knex';
import { type Figure, figure, type StateFigure } from './figure.ts';
import {
  joinSubjects,
  type Subject,
  type Subjects,
  seriesOf,
  subjectBindings,
  subjectColumns,
  subjectLabels,
} from './subjects.ts';

export async function readFreezes(
  trx: Knex.Transaction,
  subjects: Subjects,
): Promise<readonly Figure<StateFigure>[]> {
  const { rows }: { rows: (Subject & { total: number })[] } = await trx.raw(
    `select ${subjectColumns}, cast(count(*) as int) as total
     from changes
     ${joinSubjects('changes')}
     where kind = 'freeze' and status = 'started' and not is_drill
       and started_at <= now() and (ended_at is null or ended_at > now())
     group by 1, 2`,
    subjectBindings(subjects),
  );
  return seriesOf(subjects).map((subject) => {
    const own = rows.find(
      (row) => row.service === subject.service && row.environment === subject.environment,
    );
    return figure('freezesActive', subjectLabels(subject), own?.total ?? 0);
  });
}
