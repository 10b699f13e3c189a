/** Whether the migrations of a new release break the one that users have while they run. */
import { foreseeMisfit } from '../release/schema-fit.ts';
import type { SchemaRange } from '../release/schema-range.ts';
import type { Switch } from '../situation.ts';
import type { Stop } from './stop.ts';

export async function findBreakingMigration(
  root: string,
  { old }: Switch,
  coming: SchemaRange | null,
): Promise<Stop | undefined> {
  const serving = old?.record?.release;
  const misfit = serving === undefined ? undefined : await foreseeMisfit(root, serving, coming);
  if (misfit === undefined) return undefined;
  const { name, needed } = misfit;
  return {
    kind: 'schema',
    sentence: `migration ${name} breaks ${serving}, which knows no ${needed} and serves until the new release has taken over; after it there is no way back to ${serving}, neither for a person nor for the watch`,
    instead: `Deploy a release first that knows ${needed} and does without what ${name} takes away`,
  };
}
