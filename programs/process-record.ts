import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { identify, processIdentitySchema } from './process-identity.ts';
import { writeWorkFile } from './work-folder.ts';

const processRecord = processIdentitySchema.extend({
  name: z.string(),
  command: z.string(),
  startedAt: z.string(),
  /** What ends it gracefully; kept here for whoever has to end it later. */
  stopSignal: z.enum(['SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGKILL', 'SIGUSR1', 'SIGHUP']).default('SIGTERM'),
  /** Who started it: what has a living parent is no leftover. */
  parent: processIdentitySchema,
});

export type ProcessRecord = z.infer<typeof processRecord>;
export type StopSignal = ProcessRecord['stopSignal'];

/** Records a child in `<runDir>/processes/<name>.json`; synchronous, so that it is there right after the fork. */
export function recordProcess(
  runDir: string,
  child: { name: string; pid: number; command: string; stopSignal: StopSignal },
): void {
  const record: ProcessRecord = {
    ...child,
    ...identify(child.pid),
    startedAt: new Date().toISOString(),
    parent: identify(process.pid),
  };
  writeWorkFile(recordPath(runDir, child.name), `${JSON.stringify(record)}\n`);
}

export function forgetProcess(runDir: string, name: string): void {
  rmSync(recordPath(runDir, name), { force: true });
}

/** The records of a run; one that cannot be read (torn by a full disk, say) is dropped. */
export function readProcessRecords(runDir: string): ProcessRecord[] {
  return listRecordNames(runDir).flatMap((name) => {
    const record = readProcessRecord(runDir, name);
    if (record === undefined) forgetProcess(runDir, name);
    return record === undefined ? [] : [record];
  });
}

export function readProcessRecord(runDir: string, name: string): ProcessRecord | undefined {
  try {
    return processRecord.parse(JSON.parse(readFileSync(recordPath(runDir, name), 'utf8')));
  } catch {
    return undefined;
  }
}

function listRecordNames(runDir: string): string[] {
  try {
    return readdirSync(join(runDir, 'processes'))
      .filter((file) => file.endsWith('.json'))
      .map((file) => file.slice(0, -'.json'.length));
  } catch {
    return [];
  }
}

function recordPath(runDir: string, name: string): string {
  return join(runDir, 'processes', `${name}.json`);
}
