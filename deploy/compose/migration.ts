/** A release's own program for its database, in a container: asked something, run, and ended when its engine was killed. */
import type { RunResult } from '../../programs/run.ts';
import type { DeployConfig } from '../config.ts';
import { killProcesses, listProcesses } from '../native/running-processes.ts';
import { type Slot, slots } from '../proxy/slot.ts';
import { readSlots } from '../state/slots.ts';
import { askInNewContainer, askInSlot, type DockerCommand, endMigration, runMigration } from './commands.ts';
import { runDocker } from './docker.ts';
import { readLife } from './release-container.ts';
import { imageOfRelease } from './release-image.ts';

/** Changes nothing, and disturbs no migration that runs meanwhile: anybody may, whoever holds the lock. */
export async function askRelease(
  config: DeployConfig,
  request: { readonly release: string; readonly args: readonly string[]; readonly timeoutMs: number },
): Promise<RunResult> {
  const { release, args, timeoutMs } = request;
  const slot = await findSlot(config, release);
  const command =
    slot === undefined
      ? askInNewContainer(config, await imageOfRelease(config, release), args)
      : askInSlot(config, slot, args);
  return runDocker(command, { timeoutMs });
}

export async function migrate(
  config: DeployConfig,
  { release, timeoutMs }: { readonly release: string; readonly timeoutMs: number },
): Promise<RunResult> {
  const image = await imageOfRelease(config, release);
  try {
    return await runDocker(runMigration(config, image), { timeoutMs });
  } finally {
    // Where Docker's client was killed for being late, the container goes on without it.
    await runDocker(endMigration(config));
  }
}

/**
 * Ends the migration that outlived its engine instead of waiting for it: that could take minutes in which nobody can go
 * back, and the database takes back what a client that is gone has not committed. Docker's client goes first: killed in
 * its first second, the engine leaves one that has yet to make the container.
 */
export async function endCutOffMigration(
  config: DeployConfig,
): Promise<{ container: string } | { nothing: string }> {
  await killProcesses(await findClients(runMigration(config, 'any')));
  const { exitCode, stdout, stderr } = await runDocker(endMigration(config));
  if (exitCode !== 0 && !/no such container|already in progress/i.test(stderr))
    throw new Error(
      `whether a migration still runs cannot be told: ${stderr.trim().split('\n').at(-1) ?? 'docker says nothing'}`,
    );
  const container = stdout.trim();
  return container === '' ? { nothing: 'was running' } : { container };
}

/** Docker's own and its plugin's, which have the arguments in common. */
async function findClients({ args }: DockerCommand): Promise<number[]> {
  const wanted = args.join('\0');
  return (await listProcesses())
    .filter((candidate) => candidate.args.slice(-args.length).join('\0') === wanted)
    .map(({ pid }) => pid);
}

/** Where the release runs now. */
async function findSlot(config: DeployConfig, release: string): Promise<Slot | undefined> {
  const records = await readSlots(config.root);
  for (const slot of slots)
    if (records[slot]?.release === release && (await readLife(config, slot))?.isRunning) return slot;
  return undefined;
}
