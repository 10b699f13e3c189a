import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { runCommand } from '../../programs/run.ts';
import { buildRelease } from './build.ts';
import type { Manifest } from './manifest.ts';
import { newReleaseId } from './release-id.ts';
import { requireDependencies, verifyRelease } from './verify.ts';

const sourceFiles = {
  'service/main.ts': 'export {};\n',
  'service/db/store.ts': 'export {};\n',
  'service/main.test.ts': 'never released\n',
  'alerts/generated/catalog.json': '{}\n',
  'dashboards-as-code/generated/incident-panels.json': '{}\n',
  'package.json': '{"type":"module"}\n',
  'package-lock.json': '{"lockfileVersion":3}\n',
  'README.md': 'not part of a release\n',
};

describe('release', () => {
  let checkout = '';
  let root = '';
  beforeEach(async () => {
    checkout = await mkdtemp(join(tmpdir(), 'tocsin-release-'));
    root = join(checkout, 'deploy');
    await mkdir(join(checkout, 'node_modules'));
    for (const [path, content] of Object.entries(sourceFiles)) {
      await mkdir(dirname(join(checkout, path)), { recursive: true });
      await writeFile(join(checkout, path), content);
    }
  });
  afterEach(() => rm(checkout, { recursive: true, force: true }));

  const id = '20261121T074312Z';
  const build = (as = id): Promise<Manifest> =>
    buildRelease({ root, source: checkout, id: as, builder: 'ada', now: new Date() });
  const inRelease = (path: string): string => join(root, 'releases', id, path);
  const refusal = (promise: Promise<unknown>): Promise<string> =>
    promise.then(
      () => 'not refused',
      (error: Error) => error.message,
    );

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
    await verifyRelease(root, id);
  });

  it('knows the commit that it is made of and when that was made, unless something was changed since', async () => {
    const git = (...args: string[]) =>
      runCommand('git', ['-c', 'user.name=ada', '-c', 'user.email=ada@example.com', ...args], {
        cwd: checkout,
        env: { GIT_COMMITTER_DATE: '2026-11-20T10:00:00+01:00' },
      });
    await git('init', '--quiet');
    await git('add', 'service', 'package.json');
    await git('commit', '--quiet', '--message', 'first');
    const { commit, committedAt } = await build();
    expect(commit).to.match(/^[0-9a-f]{40}$/);
    expect(committedAt).to.equal('2026-11-20T10:00:00+01:00');
    expect((await verifyRelease(root, id)).committedAt).to.equal(committedAt);
    await writeFile(join(checkout, 'service/main.ts'), 'export const changed = true;\n');
    const changed = await build(`${id}-2`);
    expect(changed.commit).to.equal(`${commit}-modified`);
    expect(changed).not.to.have.property('committedAt');
  });

  it('has the same content hash for the same content, and a number of its own', async () => {
    const first = await build();
    const second = await build(`${id}-2`);
    expect(second.contentHash).to.equal(first.contentHash);
    expect(second.sequence).to.equal(2);
    await writeFile(join(checkout, 'service/main.ts'), 'export const changed = true;\n');
    expect((await build(`${id}-3`)).contentHash).not.to.equal(first.contentHash);
  });

  it('is refused when a file was changed, added or taken away', async () => {
    await build();
    await chmod(inRelease('service/main.ts'), 0o644);
    await writeFile(inRelease('service/main.ts'), 'export const evil = true;\n');
    await rm(inRelease('service/db/store.ts'));
    await writeFile(inRelease('service/extra.ts'), '');
    expect(await refusal(verifyRelease(root, id))).to.include(
      'service/db/store.ts is missing; service/main.ts was changed; service/extra.ts does not belong to it',
    );
  });

  it('is refused when its manifest was changed by hand', async () => {
    await build();
    const manifest = await readFile(inRelease('manifest.json'), 'utf8');
    await chmod(inRelease('manifest.json'), 0o644);
    await writeFile(inRelease('manifest.json'), manifest.replace('"builder": "ada"', '"builder": "eve"'));
    expect(await refusal(verifyRelease(root, id))).to.include('its checksum does not fit');
  });

  it('is refused when it is unknown, with the ones that there are', async () => {
    await build();
    expect(await refusal(verifyRelease(root, '20200101T000000Z'))).to.include(`The newest are ${id}`);
  });

  it('is refused when the installed dependencies are others', async () => {
    const manifest = await build();
    await requireDependencies(root, manifest);
    await writeFile(join(checkout, 'node_modules', '.tocsin-lock-sha256'), '0'.repeat(64));
    expect(await refusal(requireDependencies(root, manifest)))
      .to.include('other dependencies')
      .and.include('npm ci');
  });

  it('is not built from a source that is no source, or that has links in it', async () => {
    await symlink('/etc/passwd', join(checkout, 'service', 'link.ts'));
    expect(await refusal(build())).to.include('link.ts is neither a file nor a folder');
    await rm(join(checkout, 'service'), { recursive: true });
    expect(await refusal(build())).to.include('holds no folder service/');
  });

  it('gets the next free id of its second', () => {
    const now = new Date('2026-11-21T07:43:12.345Z');
    expect(newReleaseId(now, [])).to.equal('20261121T074312Z');
    expect(newReleaseId(now, ['20261121T074312Z', '20261121T074312Z-2'])).to.equal('20261121T074312Z-3');
  });
});
