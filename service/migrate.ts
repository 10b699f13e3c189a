/** `npm run migrate`: brings the schema up to this release. Never at boot: an old release must still start beside a newer schema. */
import { readConfig } from './config.ts';
import { migrate } from './db/schema.ts';
import { openStore } from './db/store.ts';

async function main(): Promise<number> {
  const { databaseUrl } = readConfig();
  const store = openStore(databaseUrl, 'desk-migrate');
  try {
    const applied = await migrate(store);
    process.stdout.write(`${JSON.stringify({ level: 'info', message: 'schema migrated', applied })}\n`);
    return 0;
  } catch (error) {
    const { host, pathname } = new URL(databaseUrl);
    throw new Error(
      `Migrating ${host}${pathname} failed: ${error instanceof Error ? error.message || error.name : String(error)}\n` +
        'Nothing of the failed migration was kept. Check that the database exists and DATABASE_URL may change it, then run it again.',
      { cause: error },
    );
  } finally {
    await store.destroy();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
