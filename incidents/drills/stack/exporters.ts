/** What watches PostgreSQL and this machine, for the boards of `database` and `host`. */
import { writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { startNodeExporter } from '../../../programs/servers/node-exporter.ts';
import type { PostgresServer } from '../../../programs/servers/postgres.ts';
import { startPostgresExporter } from '../../../programs/servers/postgres-exporter.ts';

interface Where {
  readonly runDir: string;
  readonly targetsDir: string;
  readonly signal: AbortSignal;
}

export async function watchDatabase({
  postgres,
  ...where
}: Where & { readonly postgres: PostgresServer }): Promise<void> {
  const { url } = await startPostgresExporter({ ...where, postgres });
  await showToPrometheus(where, { service: 'database', url, instance: new URL(postgres.url).host });
}

export async function watchHost(where: Where): Promise<void> {
  const { url } = await startNodeExporter(where);
  await showToPrometheus(where, { service: 'host', url, instance: hostname() });
}

/** The production desk and the patient share one server and one machine. */
const environments = ['production', 'staging'];

async function showToPrometheus(
  { targetsDir }: Where,
  { service, url, instance }: { service: string; url: string; instance: string },
): Promise<void> {
  const targets = environments.map((environment) => ({
    targets: [new URL(url).host],
    labels: { service, environment, instance },
  }));
  await writeFile(join(targetsDir, `${service}.json`), JSON.stringify(targets));
}
