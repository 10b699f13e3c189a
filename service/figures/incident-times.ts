/** How long it took people to take incidents on, and services to recover: medians, which one bad night does not move. */
import type { Knex } from 'knex';
import { isOfDrill } from './drills.ts';
import { type Figure, figure, type StateFigure, windowDays } from './figure.ts';
import {
  joinSubjects,
  type Subject,
  type Subjects,
  subjectBindings,
  subjectColumns,
  subjectLabels,
} from './subjects.ts';

interface MedianRow extends Subject {
  readonly median: number;
}

/** Half took no longer. Two clocks are at work, so that an end can seem to come before its beginning: that is 0. */
const medianOf = (from: string, to: string): string =>
  `percentile_cont(0.5) within group (order by greatest(0, cast(extract(epoch from ${to} - ${from}) as float8)))`;
const isRecent = (instant: string): string =>
  `${instant} between now() - make_interval(days => ${windowDays}) and now()`;

/** Of incidents that were taken on in the window; the first time counts, whoever takes them on again. */
export async function readTimeToAcknowledge(
  trx: Knex.Transaction,
  subjects: Subjects,
): Promise<readonly Figure<StateFigure>[]> {
  const { rows }: { rows: MedianRow[] } = await trx.raw(
    `with taken as (
       select incident_id, min(at) as at from incident_events where kind = 'acknowledged'
       group by incident_id having ${isRecent('min(at)')}
     )
     select ${subjectColumns}, ${medianOf('incidents.opened_at', 'taken.at')} as median
     from taken join incidents on incidents.id = taken.incident_id
     ${joinSubjects('incidents')}
     where not ${isOfDrill('incidents.id')}
     group by 1, 2`,
    subjectBindings(subjects),
  );
  return rows.map((row) => figure('timeToAcknowledge', subjectLabels(row), row.median));
}

/**
 * Time to restore service, the fourth of DORA's measures (https://dora.dev/guides/dora-metrics-four-keys/): from the
 * opening of an incident to the end of its last alert, of those where that end is in the window. DORA asks it of failed
 * deployments; this takes every incident, because whether a deployment was the cause is for people to say. An incident
 * with an alert that fires is not restored, closed or not; one whose alert comes back is restored when that ends.
 */
export async function readTimeToRestore(
  trx: Knex.Transaction,
  subjects: Subjects,
): Promise<readonly Figure<StateFigure>[]> {
  const { rows }: { rows: MedianRow[] } = await trx.raw(
    `with ended as (
       select incident_id, max(ends_at) as at from episodes
       where incident_id in (select incident_id from episodes where ${isRecent('ends_at')})
         -- A drill in the same place does not make a real incident longer.
         and not exists (
           select from incident_events drills
           where drills.kind = 'alert-fired' and drills.is_drill_alert
             and drills.incident_id = episodes.incident_id
             and drills.data ->> 'fingerprint' = episodes.fingerprint
         )
       group by incident_id having bool_and(ends_at is not null) and ${isRecent('max(ends_at)')}
     )
     select ${subjectColumns}, ${medianOf('incidents.opened_at', 'ended.at')} as median
     from ended join incidents on incidents.id = ended.incident_id
     ${joinSubjects('incidents')}
     group by 1, 2`,
    subjectBindings(subjects),
  );
  return rows.map((row) => figure('timeToRestore', subjectLabels(row), row.median));
}
