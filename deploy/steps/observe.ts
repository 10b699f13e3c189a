/** The situation as pointer, slots, processes and the proxy tell it, each asked for its own word. */
import type { DeployConfig } from '../config.ts';
import { runProxyCommands } from '../proxy/client.ts';
import { showServers } from '../proxy/commands.ts';
import { parseServerStats, type ServerStat } from '../proxy/server-stat.ts';
import type { Situation } from '../situation.ts';
import { requireIdentity } from '../state/identity.ts';
import { readPointer } from '../state/pointer.ts';
import { readSlots } from '../state/slots.ts';
import { requireSolePointer } from '../state/sole-pointer.ts';
import { targetOf } from '../target-of.ts';

/** Throws when the root is another service's or environment's: what is seen there must not be acted on. */
export async function requireOwnRoot(config: DeployConfig): Promise<void> {
  await requireIdentity(config.root, config);
  await requireSolePointer(config.root);
}

/** Throws as that does, and when the proxy or what runs the releases does not answer. */
export async function observe(config: DeployConfig): Promise<Situation> {
  await requireOwnRoot(config);
  const servers = await readServers(config);
  const records = await readSlots(config.root);
  return {
    pointer: await readPointer(config.root),
    slots: await Promise.all(
      servers.map(async (server) => ({
        slot: server.slot,
        server,
        record: records[server.slot],
        isRunning: await targetOf(config).isRunning(config, server.slot),
      })),
    ),
  };
}

export async function readServers(config: DeployConfig): Promise<ServerStat[]> {
  const [csv = ''] = await runProxyCommands(config.proxySocket, [showServers(config.service)]);
  return parseServerStats(csv);
}
