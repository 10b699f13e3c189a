/** The smallest source tree that a release can be built from, with a package that it needs and one that it does not. */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const about = { name: 'fixture', version: '1.0.0', type: 'module' };
const bell = {
  version: '1.2.3',
  integrity: `sha512-${createHash('sha512').update('bell').digest('base64')}`,
};
const lockfile = {
  lockfileVersion: 3,
  packages: {
    '': { ...about, dependencies: { bell: '1.2.3' }, devDependencies: { tester: '4.5.6' } },
    'node_modules/bell': bell,
    'node_modules/tester': { version: '4.5.6', dev: true },
  },
};

export const sourceFiles: Readonly<Record<string, string>> = {
  'service/main.ts': 'export {};\n',
  'service/db/store.ts': 'export {};\n',
  'service/main.test.ts': 'never released\n',
  'alerts/generated/catalog.json': '{}\n',
  'dashboards-as-code/generated/incident-panels.json': '{}\n',
  'package.json': JSON.stringify({
    ...about,
    dependencies: { bell: '1.2.3' },
    devDependencies: { tester: '4.5.6' },
  }),
  'package-lock.json': JSON.stringify(lockfile),
  'README.md': 'not part of a release\n',
};

/** As npm leaves it behind. */
export const installedFiles: Readonly<Record<string, string>> = {
  'node_modules/.package-lock.json': JSON.stringify({ ...lockfile, packages: { 'node_modules/bell': bell } }),
  'node_modules/bell/package.json': '{"name":"bell","version":"1.2.3"}\n',
  'node_modules/bell/index.js': 'export const sound = 1;\n',
  'node_modules/bell/index.d.ts': 'export declare const sound: number;\n',
  'node_modules/tester/index.js': 'never released\n',
};

export async function writeTree(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}
