/** The release's own program for its database: what the schema is, and bringing it up to date. */
import { z } from 'zod';
import type { DeployConfig } from '../config.ts';
import { targetOf } from '../target-of.ts';

const migrateTimeoutMs = 300_000;
/** Longer than the service waits for a connection. */
const askTimeoutMs = 15_000;

const stateSchema = z.object({ applied: z.array(z.string()) });

/** Names of the migrations that the database has now, oldest first. Throws when it cannot be asked. */
export async function readAppliedMigrations(config: DeployConfig, release: string): Promise<string[]> {
  const { exitCode, stdout, stderr } = await targetOf(config).askSchema(config, {
    release,
    args: ['--state'],
    timeoutMs: askTimeoutMs,
  });
  if (exitCode !== 0)
    throw new Error(
      `the database could not be asked for its schema by ${release} (exit code ${exitCode}): ${lastLines(stderr || stdout)}. Is it up, and DATABASE_URL right? Without an answer nobody knows whether ${release} can live with it.`,
    );
  try {
    return stateSchema.parse(JSON.parse(stdout)).applied;
  } catch (error) {
    throw new Error(`${release} told its schema in a way that is not understood: ${lastLines(stdout)}`, {
      cause: error,
    });
  }
}

/** Brings the database up to the release's schema. Throws with the migration's last words when it fails. */
export async function migrateDatabase(config: DeployConfig, release: string): Promise<{ said: string }> {
  const target = targetOf(config);
  await target.endMigration(config);
  const { exitCode, stdout, stderr } = await target.runMigration(config, {
    release,
    timeoutMs: migrateTimeoutMs,
  });
  if (exitCode !== 0)
    throw new Error(
      `the migration of ${release} failed (exit code ${exitCode}): ${lastLines(stderr || stdout)}. No traffic was moved.`,
    );
  return { said: lastLines(stdout) };
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-3).join(' | ');
}
