/** Moves traffic between the slots and makes sure that the proxy did what it was told. */
import { setTimeout as pause } from 'node:timers/promises';
import { answersOk } from '../../programs/servers/server.ts';
import type { DeployConfig } from '../config.ts';
import { runProxyCommands } from '../proxy/client.ts';
import { attachCommands, setSlotState, showServersState, weighSlot } from '../proxy/commands.ts';
import { isServing, type ServerStat } from '../proxy/server-stat.ts';
import type { Slot } from '../proxy/slot.ts';
import { replaceFile } from '../state/durable-file.ts';
import { addressOf, hostOf, readSlots } from '../state/slots.ts';
import { readServers } from './observe.ts';

const fullWeight = 100;
const upTimeoutMs = 5_000;
const confirmTimeoutMs = 5_000;
/** Longer than any request may take (haproxy.cfg, timeout server). */
const drainTimeoutMs = 35_000;
const pollMs = 25;

/** Gives a slot its share of the traffic beside another one. */
export async function shareTraffic(
  config: DeployConfig,
  request: { readonly slot: Slot; readonly beside: Slot; readonly percent: number },
): Promise<void> {
  const { slot, beside, percent } = request;
  await attach(config, slot, percent);
  await runProxyCommands(config.proxySocket, [weighSlot(config.service, beside, fullWeight - percent)]);
}

/** Sends all new requests to a slot; the other ends what it has. */
export async function serveFrom(config: DeployConfig, slot: Slot, instead: Slot | undefined): Promise<void> {
  await attach(config, slot, fullWeight);
  if (instead !== undefined)
    await runProxyCommands(config.proxySocket, [setSlotState(config.service, instead, 'drain')]);
  await keepProxyState(config);
}

/** Waits until a slot has answered all that it was given, then takes it out. Tells how many requests it had to leave. */
export async function drainSlot(config: DeployConfig, slot: Slot): Promise<{ left: number }> {
  const { proxySocket, service } = config;
  if ((await serverOf(config, slot)).state === 'maint') return { left: 0 };
  await runProxyCommands(proxySocket, [setSlotState(service, slot, 'drain')]);
  await until(async () => (await serverOf(config, slot)).sessions === 0, drainTimeoutMs);
  await runProxyCommands(proxySocket, [setSlotState(service, slot, 'maint')]);
  await keepProxyState(config);
  return { left: (await serverOf(config, slot)).sessions };
}

/** Throws unless the proxy sends to that slot alone and a request of a user's kind is answered well. */
export async function confirmServing(config: DeployConfig, slot: Slot): Promise<void> {
  const servers = await readServers(config);
  const serving = servers.filter(isServing).map((server) => server.slot);
  if (serving.length !== 1 || serving[0] !== slot)
    throw new Error(
      `the proxy serves from ${serving.join(' and ') || 'no slot'}, where ${slot} alone should be.`,
    );
  const url = `${config.frontUrl}/health`;
  if (!(await until(() => answersOk(url), confirmTimeoutMs)))
    throw new Error(`${url} did not answer 200 within ${confirmTimeoutMs / 1_000} s.`);
}

/**
 * What a proxy that is started again begins with. Not kept while a canary has its share: a restart in that time gives
 * all traffic back to the current release.
 */
async function keepProxyState({ proxySocket, proxyStateFile, service }: DeployConfig): Promise<void> {
  const [state = ''] = await runProxyCommands(proxySocket, [showServersState(service)]);
  await replaceFile(proxyStateFile, `${state}\n`);
}

async function attach(config: DeployConfig, slot: Slot, weight: number): Promise<void> {
  const record = (await readSlots(config.root))[slot];
  if (record === undefined) throw new Error(`slot ${slot} holds no release that could take traffic.`);
  await runProxyCommands(
    config.proxySocket,
    attachCommands(config.service, slot, { host: hostOf(record), port: record.port }, weight),
  );
  if (!(await until(async () => isServing(await serverOf(config, slot)), upTimeoutMs)))
    throw new Error(`the proxy does not see slot ${slot} up at ${addressOf(record)}.`);
}

/** The proxy's own word on one slot. */
export async function serverOf(config: DeployConfig, slot: Slot): Promise<ServerStat> {
  const server = (await readServers(config)).find((candidate) => candidate.slot === slot);
  if (server === undefined) throw new Error(`the proxy has no slot ${slot}.`);
  return server;
}

/** Polls until the claim holds; false when it does not in time. */
async function until(claim: () => Promise<boolean>, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (!(await claim())) {
    if (performance.now() > deadline) return false;
    await pause(pollMs);
  }
  return true;
}
