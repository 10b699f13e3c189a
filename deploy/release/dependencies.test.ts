import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { runCommand, runOrThrow } from '../../programs/run.ts';
import { checkoutRoot } from '../config.ts';
import { installedFiles, sourceFiles, writeTree } from '../stand/source-tree.ts';
import { type Build, buildRelease } from './build.ts';
import { dependenciesFolder, provideDependencies } from './dependencies.ts';
import { verifyRelease } from './verify.ts';

const id = '20261121T074312Z';

describe('dependencies of releases', function () {
  this.timeout(30_000);
  let source = '';
  let root = '';
  beforeEach(async () => {
    source = await mkdtemp(join(tmpdir(), 'tocsin-dependencies-'));
    root = join(source, 'deploy');
    await writeTree(source, { ...sourceFiles, ...installedFiles });
  });
  afterEach(() => rm(source, { recursive: true, force: true }));

  const { signal } = new AbortController();
  const build = (as = id): Promise<Build> =>
    buildRelease({ root, source, id: as, builder: 'ada', now: new Date(), signal });
  const folderOf = ({ manifest }: Build): string => dependenciesFolder(root, manifest.lockfileHash);
  const refusal = (promise: Promise<unknown>): Promise<string> =>
    promise.then(
      () => 'not refused',
      (error: Error) => error.message,
    );

  it('are the production packages of the lockfile, without what only a compiler reads, shared by all of one lockfile', async () => {
    const first = await build();
    expect(Object.keys(first.dependencies.files)).to.deep.equal([
      'node_modules/bell/index.js',
      'node_modules/bell/package.json',
    ]);
    const second = await build(`${id}-2`);
    expect([first, second].map(({ dependencies }) => dependencies.origin)).to.deep.equal([
      'copied',
      'there already',
    ]);
    expect(await readdir(join(root, 'dependencies'))).to.deep.equal([first.manifest.lockfileHash]);
  });

  it('are found by a release whatever becomes of the node_modules that they came from', async () => {
    await writeFile(join(source, 'service/main.ts'), "import { sound } from 'bell';\nconsole.log(sound);\n");
    await build();
    await rm(join(source, 'node_modules'), { recursive: true });
    await verifyRelease(root, id);
    const { stdout, stderr } = await runCommand(process.execPath, ['service/main.ts'], {
      cwd: join(root, 'releases', id),
    });
    expect(stdout, stderr).to.equal('1\n');
  });

  it('are refused when a file of them was changed, also with its old time, added or taken away', async () => {
    const folder = folderOf(await build());
    const file = join(folder, 'node_modules/bell/index.js');
    const { atime, mtime } = await stat(file);
    const text = await readFile(file, 'utf8');
    await rm(file);
    await writeFile(file, text.replace('1', '2'));
    await utimes(file, atime, mtime);
    await rm(join(folder, 'node_modules/bell/package.json'));
    await writeFile(join(folder, 'node_modules/extra.js'), '');
    expect(await refusal(verifyRelease(root, id)))
      .to.include('node_modules/bell/index.js was changed')
      .and.include('node_modules/bell/package.json is missing')
      .and.include('node_modules/extra.js does not belong to it');
  });

  it('are taken as they are when only their times differ, as after a restore', async () => {
    const folder = folderOf(await build());
    await utimes(join(folder, 'node_modules/bell/index.js'), 1, 1);
    await verifyRelease(root, id);
  });

  it('are refused when they are gone, with what brings them back', async () => {
    await rm(folderOf(await build()), { recursive: true });
    expect(await refusal(verifyRelease(root, id)))
      .to.include('are gone from')
      .and.include('makes them anew');
    await build(`${id}-2`);
    await verifyRelease(root, id);
  });

  it('that are neither installed nor to be had are refused, and no release is left', async () => {
    await rm(join(source, 'node_modules'), { recursive: true });
    const before = process.env.npm_config_registry;
    Object.assign(process.env, { npm_config_registry: 'http://127.0.0.1:9/', npm_config_fetch_retries: '0' });
    try {
      expect(await refusal(build())).to.match(/neither installed here nor could npm get them/);
    } finally {
      delete process.env.npm_config_fetch_retries;
      if (before === undefined) delete process.env.npm_config_registry;
      else process.env.npm_config_registry = before;
    }
    expect(await readdir(root)).to.deep.equal(['incoming']);
  });

  it('that are not installed are brought by npm, and are the same files then', async () => {
    const copied = await build();
    await rm(folderOf(copied), { recursive: true });
    await rm(join(source, 'node_modules'), { recursive: true });
    const bell = join(source, 'bell');
    await writeTree(bell, {
      'package.json': installedFiles['node_modules/bell/package.json'] ?? '',
      'index.js': installedFiles['node_modules/bell/index.js'] ?? '',
      'index.d.ts': installedFiles['node_modules/bell/index.d.ts'] ?? '',
    });
    await runOrThrow('npm', ['pack', '--pack-destination', source], { cwd: bell });
    const tarball = await readFile(join(source, 'bell-1.2.3.tgz'));
    const registry = createServer((_, response) => response.end(tarball)).listen(0, '127.0.0.1');
    await once(registry, 'listening');
    const address = registry.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
    const lockfile = JSON.parse(sourceFiles['package-lock.json'] ?? '');
    Object.assign(lockfile.packages['node_modules/bell'], {
      resolved: `http://127.0.0.1:${port}/bell-1.2.3.tgz`,
      integrity,
    });
    delete lockfile.packages['node_modules/tester'];
    delete lockfile.packages[''].devDependencies;
    const about = { name: 'fixture', version: '1.0.0', dependencies: { bell: '1.2.3' } };
    await writeTree(source, {
      'package-lock.json': JSON.stringify(lockfile),
      'package.json': JSON.stringify(about),
    });
    const { dependencies } = await build(`${id}-2`).finally(() => registry.close());
    expect(dependencies.origin).to.equal('installed by npm');
    expect(dependencies.contentHash).to.equal(copied.dependencies.contentHash);
    expect(await readdir(join(root, 'incoming'))).to.deep.equal([]);
  });

  it('are refused from a lockfile that names none', async () => {
    await writeFile(join(source, 'package-lock.json'), '{"lockfileVersion":1}');
    expect(await refusal(build())).to.include('names no packages');
  });

  it('of this checkout are there in seconds', async () => {
    const startedAt = performance.now();
    const { origin, files } = await provideDependencies({ root, source: checkoutRoot, signal });
    const seconds = (performance.now() - startedAt) / 1_000;
    console.log(`      ${Object.keys(files).length} files ${origin} in ${seconds.toFixed(1)} s`);
    expect(origin).to.equal('copied');
    expect(seconds).to.be.lessThan(15);
  });
});
