/** How many incidents were ever opened, taken on and closed, and how many alerts of theirs were pages. */
import type { Knex } from 'knex';
import { mildestSeverity, severityByLabel, severityOf } from '../incidents/incident.ts';
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

interface IncidentRow extends Subject {
  readonly severity: number;
  readonly opened: number;
  readonly acknowledged: number;
  readonly closed: number;
  readonly pages: number;
}

const pageSeverity = severityOf({ severity: 'critical' });

/**
 * An incident is left out while every alert of it came from a drill, and so is every alert of a drill in a real one. Its
 * severity is what its first notification made of it: a worse alert that joins later must not take it out of a count
 * again. Taken on twice is taken on once. An alert that fires again counts again, as it rings again.
 */
export async function readIncidentTotals(
  trx: Knex.Transaction,
  subjects: Subjects,
): Promise<readonly Figure<TotalFigure>[]> {
  const { rows }: { rows: IncidentRow[] } = await trx.raw(
    `with alerts as (
       select incident_id, is_drill_alert, recorded_at,
         coalesce(cast(cast(:severities as jsonb) ->> alert_severity as int), :mildest) as severity,
         first_value(recorded_at) over (partition by incident_id order by is_drill_alert, id) as joined_at
       from incident_events where kind = 'alert-fired'
     ), alerted as (
       select incident_id, bool_and(is_drill_alert) as is_drill,
         min(severity) filter (where not is_drill_alert and recorded_at = joined_at) as severity,
         count(*) filter (where not is_drill_alert and severity <= :page) as pages
       from alerts group by incident_id
     ), acknowledged as (
       select distinct incident_id from incident_events where kind = 'acknowledged'
     )
     select ${subjectColumns}, coalesce(alerted.severity, :mildest) as severity,
       cast(count(*) as int) as opened,
       cast(count(acknowledged.incident_id) as int) as acknowledged,
       cast(count(incidents.closed_at) as int) as closed,
       cast(coalesce(sum(alerted.pages), 0) as int) as pages
     from incidents
     left join alerted on alerted.incident_id = incidents.id
     left join acknowledged on acknowledged.incident_id = incidents.id
     ${joinSubjects('incidents')}
     where alerted.is_drill is not true
     group by 1, 2, 3`,
    {
      ...subjectBindings(subjects),
      severities: JSON.stringify(Object.fromEntries(severityByLabel)),
      mildest: mildestSeverity,
      page: pageSeverity,
    },
  );
  return seriesOf(subjects).flatMap((subject) => {
    const labels = subjectLabels(subject);
    const own = rows.filter(
      ({ service, environment }) => service === subject.service && environment === subject.environment,
    );
    const sum = (column: 'acknowledged' | 'closed' | 'pages') =>
      own.reduce((total, row) => total + row[column], 0);
    return [
      ...signals.incidentsOpened.labels.severity.map((severity) =>
        figure(
          'incidentsOpened',
          { ...labels, severity },
          own.find((row) => String(row.severity) === severity)?.opened ?? 0,
        ),
      ),
      figure('incidentsAcknowledged', labels, sum('acknowledged')),
      figure('incidentsClosed', labels, sum('closed')),
      figure('pages', labels, sum('pages')),
    ];
  });
}
