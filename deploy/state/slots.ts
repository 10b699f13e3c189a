/** What the engine put into each slot. Whether its process lives is the process record's to say (native/release-process.ts). */
import { join } from 'node:path';
import { z } from 'zod';
import type { Slot } from '../proxy/slot.ts';
import { replaceFile } from './durable-file.ts';
import { hasCode } from './error-code.ts';
import { type FileSystem, nodeFileSystem } from './file-system.ts';

const recordSchema = z.object({ release: z.string(), port: z.int().min(1).max(65_535) });
const slotsSchema = z.object({ blue: recordSchema.optional(), green: recordSchema.optional() });

export type SlotRecord = z.infer<typeof recordSchema>;
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
