/**
 * One statement to the database of the service, in a transaction that may not write. The address comes from
 * DATABASE_URL and never stands in an argument: a list of processes shows those to everybody.
 */
import pg from 'pg';
import type { Asked } from './question.ts';
import { renderTable } from './table.ts';

export interface SqlQuestion extends Pick<Asked, 'stack' | 'print'> {
  readonly statement: string;
}

/** A database in trouble must not be held up by those who look: each wait has an end. */
const waits = {
  connectionTimeoutMillis: 5000,
  query_timeout: 10_000,
  statement_timeout: 8000,
  lock_timeout: 2000,
};

/** Values as text: as an object, an interval would print as nothing that a person can read. */
const asPostgresWritesIt = { getTypeParser: () => (text: string) => text } as const;

/** Prints the rows. Throws an Error that says whether the database did not answer, or did not like the statement. */
export async function printSql({ stack, statement, print }: SqlQuestion): Promise<number> {
  const { DATABASE_URL } = stack;
  if (DATABASE_URL === undefined)
    throw new Error('DATABASE_URL is not set and no demo runs here; set it to ask the database.');
  const client = new pg.Client({
    connectionString: DATABASE_URL,
    application_name: 'tocsin-evidence',
    ...waits,
  });
  // A connection that breaks between two statements is reported by the next one.
  client.on('error', () => {});
  const { host, pathname } = new URL(DATABASE_URL);
  const where = `the database ${pathname.slice(1)} at ${host}`;
  try {
    await client.connect();
  } catch (error) {
    throw new Error(`${where} does not let us in: ${reasonOf(error)}`, { cause: error });
  }
  try {
    await client.query('begin read only');
    const { fields, rows } = await client.query<(string | null)[]>({
      text: statement,
      rowMode: 'array',
      // Prepared, it is one statement: a second one after a "commit" could write.
      name: 'question',
      types: asPostgresWritesIt,
    });
    for (const line of describeRows(
      fields.map(({ name }) => name),
      rows,
    ))
      print(line);
    return 0;
  } catch (error) {
    throw new Error(`${where} refused "${statement}": ${reasonOf(error)}`, { cause: error });
  } finally {
    await client.end().catch(() => {});
  }
}

function describeRows(names: readonly string[], rows: readonly (string | null)[][]): string[] {
  if (rows.length === 0) return [`no row (${names.join(', ')})`];
  return renderTable(
    names,
    rows.map((row) => row.map((value) => value ?? '')),
  );
}

/** A refused connection arrives as one error an address, without a message of its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
