/** What the engine put into each slot. Whether it lives is the target's to say. */
import { join } from 'node:path';
import { z } from 'zod';
import type { Slot } from '../proxy/slot.ts';
import { replaceFile } from './durable-file.ts';
import { hasCode } from './error-code.ts';
import { type FileSystem, nodeFileSystem } from './file-system.ts';

const recordSchema = z.object({
  release: z.string(),
  /** Where the release answers without the proxy; this machine's loopback unless told otherwise. */
  host: z.ipv4().optional(),
  port: z.int().min(1).max(65_535),
});
const slotsSchema = z.object({ blue: recordSchema.optional(), green: recordSchema.optional() });

export type SlotRecord = z.infer<typeof recordSchema>;
export function hostOf({ host = '127.0.0.1' }: SlotRecord): string {
  return host;
}

/** As the proxy and Prometheus name it. */
export function addressOf(record: SlotRecord): string {
  return `${hostOf(record)}:${record.port}`;
}

export type SlotRecords = Readonly<Partial<Record<Slot, SlotRecord | undefined>>>;

export async function readSlots(root: string, files: FileSystem = nodeFileSystem): Promise<SlotRecords> {
  const path = join(root, 'slots.json');
  try {
    return slotsSchema.parse(JSON.parse(await files.readText(path)));
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return {};
    throw new Error(
      `${path} is damaged; see what runs (logs and processes of the run folder), then remove the file.`,
      { cause: error },
    );
  }
}

/** Undefined empties the slot. Only the holder of the lock may write. */
export async function writeSlot(
  root: string,
  slot: Slot,
  record: SlotRecord | undefined,
  files: FileSystem = nodeFileSystem,
): Promise<void> {
  const records = { ...(await readSlots(root, files)), [slot]: record };
  await replaceFile(join(root, 'slots.json'), `${JSON.stringify(records)}\n`, files);
}
