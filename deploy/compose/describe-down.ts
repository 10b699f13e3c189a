import type { DeployConfig } from '../config.ts';
import { slots } from '../proxy/slot.ts';
import type { SlotRecords } from '../state/slots.ts';
import { numberLines } from '../steps/describe-step.ts';

/** What goes and what stays, a line each. */
export function describeDown(
  { project }: Pick<DeployConfig, 'project'>,
  records: SlotRecords,
  { hasVolumes }: { readonly hasVolumes: boolean },
): string[] {
  const steps = [
    ...slots.flatMap((slot) => {
      const record = records[slot];
      return record === undefined ? [] : [`stop and remove ${record.release} in slot ${slot}`];
    }),
    'stop and remove proxy, database and Prometheus',
    hasVolumes
      ? 'remove their volumes: every row of the database, and all that Prometheus has recorded'
      : 'keep their volumes: what the database holds is there again after "up"',
  ];
  return [`down of ${project}:`, ...numberLines(steps)];
}
