/**
 * What the figures (service/figures) read every half minute, over all that was ever recorded: columns instead of JSON
 * that holds logs and step output, and an index for each statement that has them all.
 */
import type { Knex } from 'knex';

export async function up(db: Knex): Promise<void> {
  await db.raw(`
    -- Years of events are written anew, which takes longer than any other statement may.
    set local statement_timeout = 0;
    alter table incident_events
      add column alert_severity text generated always as
        (case when kind = 'alert-fired' then data #>> '{labels,severity}' end) stored,
      add column is_drill_alert boolean generated always as
        (case when kind = 'alert-fired' then data #> '{labels,drill}' is not null end) stored,
      add column runbook text generated always as
        (case when kind = 'runbook-step' then data #>> '{step,runbook}' end) stored,
      add column has_step_passed boolean generated always as
        (case when kind = 'runbook-step' then data #> '{step,exitCode}' = '0' end) stored;
    create index incident_events_alerts on incident_events (incident_id, is_drill_alert, id)
      include (alert_severity, recorded_at) where kind = 'alert-fired';
    create index incident_events_acknowledged on incident_events (incident_id, at) where kind = 'acknowledged';
    create index incident_events_steps on incident_events (runbook, id)
      include (incident_id, has_step_passed) where kind = 'runbook-step';
    create index incidents_by_subject on incidents (service, environment, opened_at);
    create index episodes_ended on episodes (ends_at) where incident_id is not null;

    -- The end of a change tells more than its beginning, and was kept as an event only.
    update changes set detail = told.detail
      from (
        select distinct on (change_id) change_id, body -> 'detail' as detail from change_events
        where body ->> 'status' <> 'started' and body -> 'detail' is not null
        order by change_id, id desc
      ) told
      where told.change_id = changes.id;
    alter table changes add column recorded_at timestamptz;
    update changes set recorded_at = coalesce(
      (select min(told.recorded_at) from change_events told where told.change_id = changes.id), started_at);
    alter table changes
      alter column recorded_at set default now(),
      alter column recorded_at set not null,
      add column is_drill boolean generated always as (detail -> 'drill' is not null) stored;
    create index changes_by_subject on changes (service, environment, recorded_at) where not is_drill;
    create index changes_ended on changes (coalesce(ended_at, started_at)) where status <> 'started';
    create index changes_rollbacks on changes (service, environment, previous_release, started_at)
      where kind = 'rollback';
    create index changes_freezes on changes (started_at) where kind = 'freeze' and status = 'started';

    alter table change_events
      add column status text generated always as (body ->> 'status') stored,
      add column verdict text generated always as (body #>> '{detail,steps,gate,verdict}') stored;
    create index change_events_ended on change_events (change_id, status) where status <> 'started';
    create index change_events_verdicts on change_events (change_id, verdict) where verdict is not null;
  `);
}

/** The details of ended changes stay as they are: the older schema has the same place for them. */
export async function down(db: Knex): Promise<void> {
  await db.raw(`
    alter table change_events drop column status, drop column verdict;
    drop index changes_by_subject, changes_ended, changes_rollbacks, changes_freezes;
    alter table changes drop column recorded_at, drop column is_drill;
    drop index episodes_ended, incidents_by_subject, incident_events_acknowledged;
    alter table incident_events
      drop column alert_severity, drop column is_drill_alert, drop column runbook, drop column has_step_passed;
  `);
}
