import { runCommand } from '../../programs/run.ts';
import type { DeployConfig } from '../config.ts';
import { releaseFolder } from '../release/manifest.ts';
import { releaseEnvironment } from './release-environment.ts';

const migrateTimeoutMs = 300_000;

/** Brings the database up to the release's schema. Throws with the migration's last words when it fails. */
export async function migrateDatabase(config: DeployConfig, release: string): Promise<{ said: string }> {
  const { exitCode, stdout, stderr } = await runCommand(process.execPath, ['service/migrate.ts'], {
    cwd: releaseFolder(config.root, release),
    env: await releaseEnvironment(config, release, 0),
    inherits: 'child-variables',
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
