import type { DeployConfig } from '../config.ts';
import { requireSchemaFit } from '../release/schema-fit.ts';
import { requireRelease } from '../release/verify.ts';
import { readAppliedMigrations } from './migrate.ts';
import { messageOf } from './step-runner.ts';

/**
 * For a release that served until minutes ago. Throws a SchemaMisfit when it provably cannot live with the database any
 * more; a database that cannot be asked proves nothing, which is said.
 */
export async function refuseMisfit(
  config: DeployConfig,
  release: string,
  say: (line: string) => void,
): Promise<void> {
  const manifest = await requireRelease(config.root, release);
  if (manifest.schema === null) return;
  const applied = await readAppliedMigrations(config, release).catch((error: unknown) => {
    say(`${messageOf(error)}. It served until minutes ago, and is taken to fit.`);
  });
  if (applied !== undefined) await requireSchemaFit(config.root, manifest, applied);
}
