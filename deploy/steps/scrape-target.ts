/** Tells Prometheus where a slot's release is scraped (file_sd), with the labels that rules and gate select by. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeployConfig } from '../config.ts';
import type { Slot } from '../proxy/slot.ts';
import { replaceFile } from '../state/durable-file.ts';
import { addressOf, type SlotRecord } from '../state/slots.ts';

export async function writeScrapeTarget(config: DeployConfig, slot: Slot, record: SlotRecord): Promise<void> {
  const { targetsDir, service, environment } = config;
  if (targetsDir === undefined) return;
  const labels = { service, environment, release: record.release };
  const group = { targets: [addressOf(record)], labels };
  const path = targetPath(config, targetsDir, slot);
  await mkdir(targetsDir, { recursive: true });
  // It writes aside, under a name that is no *.json, so that Prometheus reads a whole file or none.
  await replaceFile(path, `${JSON.stringify([group])}\n`);
}

export async function removeScrapeTarget(config: DeployConfig, slot: Slot): Promise<void> {
  if (config.targetsDir !== undefined) await rm(targetPath(config, config.targetsDir, slot), { force: true });
}

function targetPath({ service, environment }: DeployConfig, targetsDir: string, slot: Slot): string {
  return join(targetsDir, `${service}-${environment}-${slot}.json`);
}
