/** How often the steps of each runbook were run on incidents, and how they ended. */
import type { Knex } from 'knex';
import { signals } from '../signals.ts';
import { isOfDrill } from './drills.ts';
import { type Figure, figure, type TotalFigure } from './figure.ts';
import { others } from './subjects.ts';

const runbookLimit = 200;

interface RunbookTotals {
  readonly totals: readonly Figure<TotalFigure>[];
  /** The first runbooks that were ever walked have series of their own, all others share one. */
  readonly hasOthers: boolean;
}

/** A step is ok when its command ended with 0; one that was not finished is not. Those on incidents of drills are left out. */
export async function readRunbookTotals(trx: Knex.Transaction): Promise<RunbookTotals> {
  const heard: { rows: { runbook: string }[] } = await trx.raw(
    `select runbook from incident_events where kind = 'runbook-step'
     group by runbook order by min(id) limit :limit`,
    { limit: runbookLimit + 1 },
  );
  const named = heard.rows.slice(0, runbookLimit).map(({ runbook }) => runbook);
  const hasOthers = heard.rows.length > runbookLimit;
  const { rows }: { rows: { runbook: string; passed: number; failed: number }[] } = await trx.raw(
    `select case when runbook = any(:named) then runbook else '${others}' end as runbook,
       cast(count(*) filter (where has_step_passed) as int) as passed,
       cast(count(*) filter (where has_step_passed is not true) as int) as failed
     from incident_events steps
     where kind = 'runbook-step' and not ${isOfDrill('steps.incident_id')}
     group by 1`,
    { named },
  );
  const totals = (hasOthers ? [...named, others] : named).flatMap((runbook) => {
    const own = rows.find((row) => row.runbook === runbook);
    return signals.runbookSteps.labels.outcome.map((outcome) =>
      figure('runbookSteps', { runbook, outcome }, (outcome === 'ok' ? own?.passed : own?.failed) ?? 0),
    );
  });
  return { totals, hasOthers };
}
