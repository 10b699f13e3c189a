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
  const { markdown, chart, chartFile } = await desk.draftReview(incidentId);
  if (!chart.startsWith('<svg')) throw new Error('the review has no chart');
  const folder = join(dir, `${new Date().toISOString().slice(0, 19).replaceAll(':', '')}-${drill}`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, chartFile), chart);
  const path = join(folder, 'review.md');
  await writeFile(path, markdown);
  return path;
}
