/** Releases as processes of this machine. */
import { runCommand } from '../../programs/run.ts';
import { releaseFolder } from '../release/manifest.ts';
import { releaseEnvironment } from '../steps/release-environment.ts';
import type { Target } from '../target.ts';
import { isReleaseRunning, startRelease, stopRelease } from './release-process.ts';

export const nativeTarget: Target = {
  imageMaker: () => ({}),
  start: startRelease,
  stop: async (config, slot) => {
    const { pid } = await stopRelease(config, slot);
    return pid === undefined ? { nothing: 'was running' } : { pid };
  },
  isRunning: async (config, slot) => isReleaseRunning(config, slot),
  followLife:
    async (config, { release, slot }) =>
    async () =>
      isReleaseRunning(config, slot) ? undefined : `the process of ${release} ended`,
  runMigration: async (config, { release, args, timeoutMs }) =>
    runCommand(process.execPath, ['service/migrate.ts', ...args], {
      cwd: releaseFolder(config.root, release),
      env: await releaseEnvironment(config, release, 0),
      inherits: 'child-variables',
      timeoutMs,
    }),
  freeUnused: async () => undefined,
};
