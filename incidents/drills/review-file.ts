/** Keeps a review outside the database: what a person goes on writing in. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeskClient } from './desk-client.ts';

/** Writes the draft and its chart into a folder below `dir`; resolves to the draft's path. */
export async function keepReview(
  desk: DeskClient,
  incidentId: string,
  dir: string,
  drill: string,
): Promise<string> {
  const { markdown, chart, chartFile, chartPoints } = await desk.draftReview(incidentId);
  if (chartPoints === 0) throw new Error('the chart of the review has no data');
  const folder = join(dir, `${new Date().toISOString().slice(0, 19).replaceAll(':', '')}-${drill}`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, chartFile), chart);
  const path = join(folder, 'review.md');
  await writeFile(path, markdown);
  return path;
}
