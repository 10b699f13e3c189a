/**
 * Delivery as DORA measures it (https://dora.dev/guides/dora-metrics-four-keys/), of the last 30 days. A deployment
 * belongs to the moment of its end; where that was not told, of its beginning. Drills and what still runs are left out.
 *
 * - Deployment frequency: deployments that succeeded.
 * - Change lead time: from the commit to the end of the deployment that brought it, of those that succeeded. The commit
 *   is the newest of the release, the only one that its manifest names; what waited longer in it is not seen. A release
 *   of no commit, or of one with changes on top, has no such time: it counts as a deployment and has no part in this.
 * - Change fail rate: deployments that failed, or succeeded and were followed by a rollback away from their release,
 *   among all that ended. A rollback counts however it ended: that somebody had to go back is what matters. It falls on
 *   the latest deployment of that release before it, and only where it says which release it left.
 * - The fourth, time to restore, is that of incidents (incident-times.ts).
 */
import type { Knex } from 'knex';
import { type Figure, figure, type StateFigure, windowDays } from './figure.ts';
import {
  joinSubjects,
  type Subject,
  type Subjects,
  seriesOf,
  subjectBindings,
  subjectColumns,
  subjectLabels,
} from './subjects.ts';

interface DeliveryRow extends Subject {
  readonly deployments: number;
  readonly lead_time: number | null;
  readonly failure_ratio: number;
}

/** Details are whatever was posted: one that is no time in ISO 8601 must not end the statement for all. */
const committedAt = `case
  when detail ->> 'committedAt' ~ '^\\d{4}-\\d\\d-\\d\\dT'
    and pg_input_is_valid(detail ->> 'committedAt', 'timestamptz')
  then cast(detail ->> 'committedAt' as timestamptz) end`;

export async function readDelivery(
  trx: Knex.Transaction,
  subjects: Subjects,
): Promise<readonly Figure<StateFigure>[]> {
  const { rows }: { rows: DeliveryRow[] } = await trx.raw(
    `with deploys as (
       select *, coalesce(ended_at, started_at) as at, ${committedAt} as committed_at from changes
       where kind = 'deploy' and status <> 'started' and not is_drill
         and coalesce(ended_at, started_at) between now() - make_interval(days => ${windowDays}) and now()
     )
     select ${subjectColumns},
       cast(count(*) filter (where status = 'succeeded') as int) as deployments,
       percentile_cont(0.5) within group (order by greatest(0, cast(extract(epoch from at - committed_at) as float8)))
         filter (where status = 'succeeded' and committed_at is not null) as lead_time,
       cast(avg(case when status = 'failed' or exists (
         select from changes back
         where back.kind = 'rollback' and back.status <> 'started' and not back.is_drill
           and back.service = deploys.service and back.environment = deploys.environment
           and back.previous_release = deploys.release and back.release <> deploys.release
           and back.started_at >= deploys.at
           and not exists (
             select from deploys again
             where again.status = 'succeeded' and again.service = deploys.service
               and again.environment = deploys.environment and again.release = deploys.release
               and again.at > deploys.at and again.at <= back.started_at
           )
       ) then 1 else 0 end) as float8) as failure_ratio
     from deploys
     ${joinSubjects('deploys')}
     group by 1, 2`,
    subjectBindings(subjects),
  );
  return seriesOf(subjects).flatMap((subject) => {
    const labels = subjectLabels(subject);
    const own = rows.find(
      (row) => row.service === subject.service && row.environment === subject.environment,
    );
    if (own === undefined) return [figure('deployments', labels, 0)];
    const { deployments, lead_time: leadTime, failure_ratio: failureRatio } = own;
    return [
      figure('deployments', labels, deployments),
      ...(leadTime === null ? [] : [figure('leadTime', labels, leadTime)]),
      figure('changeFailureRatio', labels, failureRatio),
    ];
  });
}
