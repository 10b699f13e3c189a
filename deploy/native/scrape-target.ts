/** Tells Prometheus where a slot's release is scraped (file_sd), with the labels that rules and gate select by. */
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeployConfig } from '../config.ts';
import type { Slot } from '../proxy/slot.ts';
import { addressOf, type SlotRecord } from '../state/slots.ts';

export async function writeScrapeTarget(config: DeployConfig, slot: Slot, record: SlotRecord): Promise<void> {
  const { targetsDir, service, environment } = config;
  if (targetsDir === undefined) return;
  const labels = { service, environment, release: record.release };
  const group = { targets: [addressOf(record)], labels };
  const path = targetPath(config, targetsDir, slot);
  await mkdir(targetsDir, { recursive: true });
  // Not *.json: Prometheus would read it half-written.
  await writeFile(`${path}.tmp`, `${JSON.stringify([group])}\n`);
  await rename(`${path}.tmp`, path);
}

export async function removeScrapeTarget(config: DeployConfig, slot: Slot): Promise<void> {
  if (config.targetsDir !== undefined) await rm(targetPath(config, config.targetsDir, slot), { force: true });
}

function targetPath({ service, environment }: DeployConfig, targetsDir: string, slot: Slot): string {
  return join(targetsDir, `${service}-${environment}-${slot}.json`);
}
