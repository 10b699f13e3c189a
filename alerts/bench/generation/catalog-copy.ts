/** The repository with another catalog, so that the very command that ships is what is measured. */
import { cp, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { catalogFile, catalogIndex, noExamples, serviceNames } from './many-services.ts';

const repository = join(import.meta.dirname, '..', '..', '..');

/** What `npm run alerts` writes, and what only tests and benchmarks read. */
const leftOut = ['generated', 'bench', 'catalog'];

/** Fills the folder: a copy of `alerts/` with a hundred services, everything else by symbolic link. Returns its main file. */
export async function copyWithManyServices(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(repository))
    if (name !== 'alerts' && !name.startsWith('.')) await symlink(join(repository, name), join(folder, name));
  const alerts = join(folder, 'alerts');
  await cp(join(repository, 'alerts'), alerts, {
    recursive: true,
    filter: (source) => !leftOut.includes(basename(source)) && !source.endsWith('.test.ts'),
  });
  await mkdir(join(alerts, 'catalog'));
  for (const name of serviceNames())
    await writeFile(join(alerts, 'catalog', `${name}.ts`), catalogFile(name));
  await writeFile(join(alerts, 'catalog.ts'), catalogIndex());
  await mkdir(join(alerts, 'examples'), { recursive: true });
  await writeFile(join(alerts, 'examples', 'catalog.ts'), noExamples);
  return join(alerts, 'main.ts');
}
