/** No tests of its own: one PostgreSQL for the whole test run, a database of its own for each test file. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'mocha';
import { type PostgresServer, startPostgres } from '../../programs/servers/postgres.ts';
import { migrate } from '../db/schema.ts';
import { openStore, type Store } from '../db/store.ts';

let server: Promise<PostgresServer> | undefined;
const runDir = mkdtempSync(join(tmpdir(), 'desk-tests-'));
const stores: Store[] = [];

/** A fresh database; its connection string. */
export async function createDatabase(name: string): Promise<string> {
  server ??= startPostgres({ runDir, databases: [] });
  const { adminUrl, urlOf } = await server;
  const admin = openStore(adminUrl);
  try {
    await admin.raw('create database ??', [name]);
  } finally {
    await admin.destroy();
  }
  return urlOf(name);
}

/** A fresh database with the schema, and a handle that is closed after the run. */
export async function createStore(name: string): Promise<{ store: Store; url: string }> {
  const url = await createDatabase(name);
  const store = openStore(url);
  stores.push(store);
  await migrate(store);
  return { store, url };
}

after(async function () {
  // A busy machine takes its time to write the last checkpoint.
  this.timeout(60_000);
  await Promise.all(stores.map((store) => store.destroy()));
  await (await server)?.stop();
  rmSync(runDir, { recursive: true, force: true });
});
