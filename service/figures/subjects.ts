/**
 * Whom figures are about: services in their environments. Who posts a change names them, so they are bounded: the first
 * ones that were ever heard of have series of their own, which no later one can take from them, and all others share
 * one. Whatever is counted of a subject is born at 0, so that a first event is an increase too.
 */
import type { Knex } from 'knex';

const subjectLimit = 200;
/** Takes the place of a name that has no series of its own. */
export const others = 'other';

export interface Subject {
  readonly service: string;
  readonly environment: string;
}

export interface Subjects {
  readonly named: readonly Subject[];
  readonly hasOthers: boolean;
}

export async function listSubjects(trx: Knex.Transaction): Promise<Subjects> {
  const { rows }: { rows: Subject[] } = await trx.raw(
    `select service, environment
     from (
       select service, environment, min(opened_at) as heard_at from incidents group by service, environment
       union all
       select service, environment, min(recorded_at) from changes where not is_drill group by service, environment
     ) heard
     group by service, environment
     order by min(heard_at), service, environment
     limit :limit`,
    { limit: subjectLimit + 1 },
  );
  return { named: rows.slice(0, subjectLimit), hasOthers: rows.length > subjectLimit };
}

/** Everybody who has series. */
export function seriesOf({ named, hasOthers }: Subjects): readonly Subject[] {
  return hasOthers ? [...named, { service: others, environment: others }] : named;
}

export function subjectLabels(subject: Subject): { about_service: string; about_environment: string } {
  return { about_service: subject.service, about_environment: subject.environment };
}

/** For the rows of a table or alias: a join that knows who is named, and the subject that a row counts for. */
export function joinSubjects(table: string): string {
  return `left join unnest(cast(:services as text[]), cast(:environments as text[])) as named (service, environment)
    on named.service = ${table}.service and named.environment = ${table}.environment`;
}
export const subjectColumns = `coalesce(named.service, '${others}') as service,
  coalesce(named.environment, '${others}') as environment`;

/** What joinSubjects() names. */
export function subjectBindings({ named }: Subjects): { services: string[]; environments: string[] } {
  return {
    services: named.map(({ service }) => service),
    environments: named.map(({ environment }) => environment),
  };
}
