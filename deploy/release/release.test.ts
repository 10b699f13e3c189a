import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { runCommand } from '../../programs/run.ts';
import { installedFiles, sourceFiles, writeTree } from '../stand/source-tree.ts';
import { writePointer } from '../state/pointer.ts';
import { type BuildRequest, buildRelease } from './build.ts';
import { type Manifest, parseManifest, renderManifest } from './manifest.ts';
import { newReleaseId } from './release-id.ts';
import { verifyRelease } from './verify.ts';

const id = '20261121T074312Z';

describe('release', function () {
  this.timeout(20_000);
  let source = '';
  let root = '';
  beforeEach(async () => {
    source = await mkdtemp(join(tmpdir(), 'tocsin-release-'));
    root = join(source, 'deploy');
    await writeTree(source, { ...sourceFiles, ...installedFiles });
  });
  afterEach(() => rm(source, { recursive: true, force: true }));

  const build = async (
    as = id,
    more: Pick<Partial<BuildRequest>, 'builder' | 'makeImage'> = {},
  ): Promise<Manifest> => {
    const signal = new AbortController().signal;
    const request = { root, source, id: as, builder: 'ada', now: new Date(), signal, ...more };
    return (await buildRelease(request)).manifest;
  };
  const inRelease = (path: string, of = id): string => join(root, 'releases', of, path);
  const refusal = (promise: Promise<unknown>): Promise<string> =>
    promise.then(
      () => 'not refused',
      (error: Error) => error.message,
    );
  /** Writes over a file that is read-only, as nobody should. */
  async function tamper(path: string, change: (text: string) => string): Promise<void> {
    await chmod(path, 0o644);
    await writeFile(path, change(await readFile(path, 'utf8')));
  }

  it('holds the service and what it needs at run time, and nothing else', async () => {
    const { files, sequence, commit } = await build();
    expect(Object.keys(files)).to.deep.equal([
      'alerts/generated/catalog.json',
      'dashboards-as-code/generated/incident-panels.json',
      'package-lock.json',
      'package.json',
      'service/db/store.ts',
      'service/main.ts',
    ]);
    expect({ sequence, commit }).to.deep.equal({ sequence: 1, commit: null });
    expect(await readdir(join(root, 'incoming'))).to.deep.equal([]);
    for (const path of [...Object.keys(files), 'manifest.json'])
      expect((await stat(inRelease(path))).mode & 0o222, path).to.equal(0);
    await verifyRelease(root, id);
  });

  it('records what the source declares, the image made of it, and where its bill of materials is', async () => {
    await writeTree(source, {
      'service/feature-flags.json': '{"pages": true, "charts": false}',
      'service/db/migrations/001-first.ts': 'export {};\n',
      'service/db/migrations/schema.json':
        '{"worksFrom": "001-first", "migrations": [{"name": "001-first", "breaksBefore": null}]}',
    });
    const imageDigest = `sha256:${'0'.repeat(64)}`;
    const manifest = await build(id, { makeImage: async () => imageDigest });
    expect(manifest.featureFlags).to.deep.equal({ pages: true, charts: false });
    expect(manifest.schema).to.deep.include({ oldest: '001-first', newest: '001-first' });
    expect(manifest.imageDigest).to.equal(imageDigest);
    const sbom = JSON.parse(await readFile(join(root, manifest.sbom.path), 'utf8'));
    expect(sbom.components.map(({ name }: { name: string }) => name)).to.deep.equal(['bell']);
  });

  it('is not built from declarations that are wrong', async () => {
    await writeTree(source, {
      'service/db/migrations/001-first.ts': 'export {};\n',
      'service/db/migrations/002-second.ts': 'export {};\n',
      'service/db/migrations/schema.json': JSON.stringify({
        worksFrom: '009-lost',
        migrations: [
          { name: '001-first', breaksBefore: '002-second' },
          { name: '003-third', breaksBefore: null },
        ],
      }),
    });
    expect(await refusal(build()))
      .to.include('there is no migration "003-third" beside it')
      .and.include('002-second is not declared')
      .and.include('worksFrom names "009-lost"')
      .and.include('001-first breaks before "002-second"');
    await writeTree(source, { 'service/db/migrations/schema.json': '{"worksFrom": 1}' });
    expect(await refusal(build())).to.include('schema.json is no declaration of migrations');
    await rm(join(source, 'service/db/migrations'), { recursive: true });
    await writeTree(source, { 'service/feature-flags.json': '{"pages": "yes"}' });
    expect(await refusal(build())).to.include('feature-flags.json must be one JSON object of flags');
    expect(await readdir(source)).not.to.include('deploy');
  });

  it('knows the commit that it is made of and when that was made, unless something was changed since', async () => {
    const git = (...args: string[]) =>
      runCommand('git', ['-c', 'user.name=ada', '-c', 'user.email=ada@example.com', ...args], {
        cwd: source,
        env: { GIT_COMMITTER_DATE: '2026-11-20T10:00:00+01:00' },
      });
    await git('init', '--quiet');
    await git('add', 'service', 'package.json');
    await git('commit', '--quiet', '--message', 'first');
    const { commit, committedAt } = await build();
    expect(commit).to.match(/^[0-9a-f]{40}$/);
    expect(committedAt).to.equal('2026-11-20T10:00:00+01:00');
    expect((await verifyRelease(root, id)).committedAt).to.equal(committedAt);
    await writeFile(join(source, 'service/main.ts'), 'export const changed = true;\n');
    const changed = await build(`${id}-2`);
    expect(changed.commit).to.equal(`${commit}-modified`);
    expect(changed).not.to.have.property('committedAt');
  });

  it('has the same content hash for the same content, whoever builds it, and a number of its own', async () => {
    const first = await build();
    const before = process.umask(0o077);
    const second = await build(`${id}-2`, { builder: 'bob' }).finally(() => process.umask(before));
    expect(second.contentHash).to.equal(first.contentHash);
    expect(second.sequence).to.equal(2);
    await writeFile(join(source, 'service/main.ts'), 'export const changed = true;\n');
    expect((await build(`${id}-3`)).contentHash).not.to.equal(first.contentHash);
  });

  it('gets a number that no release had before, also where the others are gone or damaged', async () => {
    await mkdir(root);
    await writePointer(root, { id: `${id}-9`, sequence: 41, previous: [] });
    expect((await build()).sequence).to.equal(42);
    await tamper(inRelease('manifest.json'), () => '{}');
    expect((await build(`${id}-2`)).sequence).to.equal(42);
  });

  it('is refused when a file was changed, added or taken away', async () => {
    await build();
    await tamper(inRelease('service/main.ts'), () => 'export const evil = true;\n');
    await rm(inRelease('service/db/store.ts'));
    await writeFile(inRelease('service/extra.ts'), '');
    expect(await refusal(verifyRelease(root, id))).to.include(
      'service/db/store.ts is missing; service/main.ts was changed; service/extra.ts does not belong to it',
    );
  });

  it('is refused when its link to its dependencies is gone or leads elsewhere', async () => {
    await build();
    await rm(inRelease('node_modules'));
    expect(await refusal(verifyRelease(root, id))).to.include('its link node_modules is missing');
    await symlink(source, inRelease('node_modules'), 'junction');
    expect(await refusal(verifyRelease(root, id))).to.include(`its link node_modules points at ${source}`);
    await rm(inRelease('node_modules'));
    await writeFile(inRelease('node_modules'), '');
    expect(await refusal(verifyRelease(root, id))).to.include('node_modules is no link');
  });

  it('is refused when its manifest was changed by hand, or is that of another release', async () => {
    const manifest = await build();
    await tamper(inRelease('manifest.json'), (text) => text.replace('"builder": "ada"', '"builder": "eve"'));
    expect(await refusal(verifyRelease(root, id))).to.include('its checksum does not fit');
    await tamper(inRelease('manifest.json'), () => renderManifest({ ...manifest, id: `${id}-9` }));
    expect(await refusal(verifyRelease(root, id))).to.include(`its manifest is that of ${id}-9`);
    await tamper(inRelease('manifest.json'), () => 'not JSON');
    expect(await refusal(verifyRelease(root, id))).to.include('manifest.json is damaged');
  });

  it('is refused when its manifest is of another version than this engine reads', async () => {
    const text = renderManifest(await build());
    const parse = (version: string) => () =>
      parseManifest(text.replace(/"version": 1,/, version), 'releases/x/manifest.json');
    expect(parse('"version": 1,')).not.to.throw();
    expect(parse('"version": 2,')).to.throw(
      'is a manifest of version 2, made by a newer deploy engine; this one reads 1',
    );
    expect(parse('')).to.throw('is a manifest of version none, made by an older deploy engine');
  });

  it('is refused when it is unknown, with the ones that there are, or no name of a release at all', async () => {
    await build();
    expect(await refusal(verifyRelease(root, '20200101T000000Z'))).to.include(`The newest are ${id}`);
    expect(await refusal(verifyRelease(root, `../releases/${id}`))).to.include('no release "../releases/');
  });

  it('is not built from a source that is no source, or that has links in it', async () => {
    await symlink('/etc/passwd', join(source, 'service', 'link.ts'));
    expect(await refusal(build())).to.include('link.ts is neither a file nor a folder');
    await rm(join(source, 'service'), { recursive: true });
    expect(await refusal(build())).to.include('holds no folder service/');
  });

  it('gets the next free id of its second', () => {
    const now = new Date('2026-11-21T07:43:12.345Z');
    expect(newReleaseId(now, [])).to.equal('20261121T074312Z');
    expect(newReleaseId(now, ['20261121T074312Z', '20261121T074312Z-2'])).to.equal('20261121T074312Z-3');
  });
});
