/** A copy of what a release is built from, with a drill's patches in it: the repository itself is never touched. */
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SourcePatch } from './drill.ts';

/** What a release is built from; the rest of the repository stays out of the copy. */
const parts = [
  'service',
  'alerts/generated/catalog.json',
  'dashboards-as-code/generated/incident-panels.json',
  'package.json',
  'package-lock.json',
  '.env.example',
];

export async function copyPatchedSource(
  root: string,
  target: string,
  patches: readonly SourcePatch[],
): Promise<void> {
  for (const part of parts) await cp(join(root, part), join(target, part), { recursive: true });
  for (const { file, find, replace } of patches) {
    const path = join(target, file);
    const text = await readFile(path, 'utf8');
    const places = text.split(find).length - 1;
    if (places !== 1)
      throw new Error(
        `the drill's patch for ${file} must fit in exactly one place and fits in ${places}; bring its "find" up to date with the source.`,
      );
    await writeFile(
      path,
      text.replace(find, () => replace),
    );
  }
}
