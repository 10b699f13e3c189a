import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { runCommand } from '../programs/run.ts';

const main = join(import.meta.dirname, 'main.ts');
const desk = pathToFileURL(join(import.meta.dirname, '..', 'alerts', 'catalog', 'desk.ts')).href;

describe('npm run dashboards', function () {
  this.timeout(60_000);

  it('refuses boards with a fault, names both of two that collide, and writes nothing', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tocsin-boards-'));
    try {
      const before = await generated();
      const catalog = `import { desk } from ${JSON.stringify(desk)}; export const catalog = [desk, { ...desk }]; export const serviceNamed = () => desk;`;
      await writeFile(join(folder, 'catalog.ts'), catalog);
      await writeFile(join(folder, 'hook.mjs'), insteadOfCatalog(join(folder, 'catalog.ts')));
      const { exitCode, stderr, stdout } = await runCommand(process.execPath, [
        '--import',
        pathToFileURL(join(folder, 'hook.mjs')).href,
        main,
      ]);
      expect(stderr).to.contain(
        'board "desk-errors": "desk: 5xx investigation" and "desk: 5xx investigation" (desk-errors) have the same uid',
      );
      expect([exitCode, stdout]).to.deep.equal([1, '']);
      expect(await generated()).to.deep.equal(before);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

/** The committed files with their texts, and whatever a broken run would leave beside them. */
async function generated(): Promise<(readonly [string, string])[]> {
  const entries = await readdir(import.meta.dirname, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && entry.parentPath.includes('generated'))
    .map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(files.sort().map(async (file) => [file, await readFile(file, 'utf8')] as const));
}

/** A module that has Node load another catalog than the committed one. */
function insteadOfCatalog(file: string): string {
  return `import { registerHooks } from 'node:module';
registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context);
    return resolved.url.endsWith('/alerts/catalog.ts') ? { ...resolved, url: ${JSON.stringify(pathToFileURL(file).href)} } : resolved;
  },
});`;
}
