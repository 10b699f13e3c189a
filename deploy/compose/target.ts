/** Releases as containers of this machine (deploy/docker-compose.yml). */
import type { Target } from '../target.ts';
import { askRelease, endCutOffMigration, migrate } from './migration.ts';
import { readLife, startContainer, stopContainer } from './release-container.ts';
import { freeImages, imageMaker } from './release-image.ts';

export const composeTarget: Target = {
  imageMaker,
  start: startContainer,
  stop: stopContainer,
  isRunning: async (config, slot) => (await readLife(config, slot))?.isRunning === true,
  followLife: async (config, { release, slot }) => {
    const before = await readLife(config, slot);
    return async () => {
      const now = await readLife(config, slot);
      // Docker has started it again by now, perhaps; it ended all the same.
      return now?.isRunning === true && now.id === before?.id && now.restarts === before.restarts
        ? undefined
        : `the container of ${release} ended`;
    };
  },
  askSchema: askRelease,
  runMigration: migrate,
  endMigration: endCutOffMigration,
  freeUnused: freeImages,
};
