import { setTimeout as pause } from 'node:timers/promises';
import { answersOk } from '../../programs/servers/server.ts';
import type { DeployConfig } from '../config.ts';
import type { Slot } from '../proxy/slot.ts';
import { addressOf, readSlots } from '../state/slots.ts';
import { targetOf } from '../target-of.ts';

const pollMs = 100;

/** Waits until a release that came up is healthy too, before any user reaches it. Throws when it is not in time. */
export async function awaitHealth(
  config: DeployConfig,
  { release, slot, seconds }: { readonly release: string; readonly slot: Slot; readonly seconds: number },
  signal: AbortSignal,
): Promise<{ seconds: number }> {
  const begun = performance.now();
  const url = `${await releaseUrl(config, slot)}/health`;
  while (!(await answersOk(url))) {
    if (!(await targetOf(config).isRunning(config, slot))) throw new Error(`the process of ${release} ended`);
    if (performance.now() - begun > 1_000 * seconds)
      throw new Error(`${url} of ${release} did not answer 200 within ${seconds} s`);
    await pause(pollMs, undefined, { signal });
  }
  return { seconds: Math.round((performance.now() - begun) / 1_000) };
}

/** Whether what runs in a slot could take traffic at once. */
export async function isReady(config: DeployConfig, slot: Slot): Promise<boolean> {
  return (
    (await targetOf(config).isRunning(config, slot)) &&
    answersOk(`${await releaseUrl(config, slot)}/health/ready`)
  );
}

/** Where the release in a slot answers without the proxy. */
export async function releaseUrl(config: DeployConfig, slot: Slot): Promise<string> {
  const record = (await readSlots(config.root))[slot];
  if (record === undefined) throw new Error(`slot ${slot} holds no release.`);
  return `http://${addressOf(record)}`;
}
