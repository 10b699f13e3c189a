/** The parts of the repository that `npm run alerts` needs, in a folder of their own that a test may change. */
import { cp, mkdir, mkdtemp, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const repository = join(import.meta.dirname, '..', '..', '..');

/** Gives its path; its alerts/generated/ is empty. Whoever asks for it removes it. */
export async function copyRepository(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-copy-'));
  const isLeftOut = (path: string): boolean =>
    /alerts\/(bench|generated|examples\/generated)(\/|$)/.test(path);
  for (const part of ['alerts', 'programs', 'runbooks', 'service/signals.ts', 'package.json'])
    await cp(join(repository, part), join(folder, part), {
      recursive: true,
      filter: (path) => !isLeftOut(path.replaceAll('\\', '/')),
    });
  await mkdir(join(folder, 'alerts/generated'));
  await symlink(join(repository, 'node_modules'), join(folder, 'node_modules'), 'junction');
  return folder;
}
