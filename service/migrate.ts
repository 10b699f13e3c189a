/**
 * `npm run migrate`: brings the schema up to this release. Never at boot: an old release must still start beside a newer schema.
 * With --state it only tells what the database has, as one line of JSON: {"applied":["001-changes",...]}.
 */
import { parseArgs } from 'node:util';
import { readConfig } from './config.ts';
import { migrate, readSchemaState } from './db/schema.ts';
import { openStore } from './db/store.ts';

async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { state: { type: 'boolean', default: false } } });
  const { databaseUrl } = readConfig();
  const store = openStore(databaseUrl, 'desk-migrate');
  try {
    if (values.state) {
      const { applied } = await readSchemaState(store);
      process.stdout.write(`${JSON.stringify({ applied })}\n`);
      return 0;
    }
    const applied = await migrate(store);
    process.stdout.write(`${JSON.stringify({ level: 'info', message: 'schema migrated', applied })}\n`);
    return 0;
  } catch (error) {
    const { host, pathname } = new URL(databaseUrl);
    const reason = error instanceof Error ? error.message || error.name : String(error);
    if (values.state) throw new Error(`Asking ${host}${pathname} failed: ${reason}`, { cause: error });
    throw new Error(
      `Migrating ${host}${pathname} failed: ${reason}\n` +
        'Nothing of the failed migration was kept. Check that the database exists and DATABASE_URL may change it, then run it again.',
      { cause: error },
    );
  } finally {
    await store.destroy();
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
