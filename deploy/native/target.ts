/** Releases as processes of this machine. */
import type { Target } from '../target.ts';
import { endMigrations, runDatabaseProgram } from './migration.ts';
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
  askSchema: runDatabaseProgram,
  runMigration: async (config, request) => runDatabaseProgram(config, { ...request, args: [] }),
  endMigration: async ({ root }) => {
    const [pid] = await endMigrations(root);
    return pid === undefined ? { nothing: 'was running' } : { pid };
  },
  freeUnused: async () => undefined,
};
