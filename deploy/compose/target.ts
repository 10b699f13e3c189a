/** Releases as containers of this machine (deploy/docker-compose.yml). */
import type { DeployConfig } from '../config.ts';
import { type Slot, slots } from '../proxy/slot.ts';
import { readSlots } from '../state/slots.ts';
import type { Target } from '../target.ts';
import { askInSlot, endMigration, runMigration } from './commands.ts';
import { runDocker } from './docker.ts';
import { readLife, startContainer, stopContainer } from './release-container.ts';
import { freeImages, imageMaker, imageOfRelease } from './release-image.ts';

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
  runMigration: async (config, { release, args, timeoutMs }) => {
    const slot = await findSlot(config, release);
    if (slot !== undefined) return runDocker(askInSlot(config, slot, args), { timeoutMs });
    const image = await imageOfRelease(config, release);
    await runDocker(endMigration(config));
    try {
      return await runDocker(runMigration(config, image, args), { timeoutMs });
    } finally {
      await runDocker(endMigration(config));
    }
  },
  freeUnused: freeImages,
};

/** Where the release runs now. */
async function findSlot(config: DeployConfig, release: string): Promise<Slot | undefined> {
  const records = await readSlots(config.root);
  for (const slot of slots)
    if (records[slot]?.release === release && (await readLife(config, slot))?.isRunning) return slot;
  return undefined;
}
