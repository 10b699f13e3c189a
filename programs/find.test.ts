import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { installKit, listCached } from './cache.ts';
import { describeMissing, findProgram, requireProgram, runProgram } from './find.ts';
import { findOnPath } from './path-programs.ts';
import { parseDepends } from './sources/distribution.ts';
import { relocate } from './sources/relocate.ts';
import { compareVersions, parseVersion } from './version.ts';

const run = promisify(execFile);

describe('findProgram', () => {
  const before = { ...process.env };
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'tocsin-find-'));
    process.env.PATH = dir;
    process.env.TOCSIN_CACHE = join(dir, 'cache');
  });
  afterEach(() => {
    process.env.PATH = before.PATH;
    if (before.TOCSIN_CACHE === undefined) delete process.env.TOCSIN_CACHE;
    else process.env.TOCSIN_CACHE = before.TOCSIN_CACHE;
    rmSync(dir, { recursive: true, force: true });
  });
  const putScript = (path: string, output: string): void => {
    writeFileSync(path, `#!/bin/sh\necho '${output}'\n`);
    chmodSync(path, 0o755);
  };

  it('takes a program on PATH that is new enough, and says why it does not take another', async () => {
    expect(await findOnPath('jaeger')).to.deep.equal({ reason: 'not on PATH' });
    putScript(join(dir, 'jaeger'), '{"gitVersion":"v1.62.0"}');
    expect(await findOnPath('jaeger')).to.deep.equal({
      reason: `${join(dir, 'jaeger')} is 1.62.0, older than 2.0`,
    });
    putScript(join(dir, 'jaeger'), 'jaeger, version  (branch: , revision: ) go version: go1.26.1');
    expect(await findOnPath('jaeger')).to.deep.equal({ reason: `${join(dir, 'jaeger')} tells no version` });
    putScript(join(dir, 'jaeger'), '{"gitVersion":"v2.13.0"}');
    expect(await findProgram('jaeger')).to.include({ version: '2.13.0', source: 'PATH' });
  });

  it('takes a program that can tell no version as it is', async () => {
    expect(await findProgram('dashboard-linter')).to.equal(undefined);
    putScript(join(dir, 'dashboard-linter'), '');
    expect(await findProgram('dashboard-linter')).to.include({ version: 'unknown', source: 'PATH' });
  });

  it('finds in the cache what was installed, the newest first, with its libraries, and runs it', async () => {
    for (const version of ['3.1.0', '3.12.0', '3.9.0']) {
      await installKit('loki', async (into) => {
        putScript(join(into, 'loki'), version);
        return { version, source: 'built with Go', programs: { loki: 'loki' }, libraryDirs: ['lib'] };
      });
    }
    const loki = await requireProgram('loki');
    expect(loki).to.include({ version: '3.12.0', source: 'built with Go' });
    expect(loki.env.LD_LIBRARY_PATH).to.match(/cache\/loki\/3\.12\.0-built-with-go\/lib$/);
    process.env.PATH = before.PATH;
    expect(await runProgram(loki, [])).to.deep.equal({ exitCode: 0, stdout: '3.12.0\n', stderr: '' });
  });

  it('leaves nothing behind when filling a kit fails', async () => {
    const failing = installKit('loki', async (into) => {
      writeFileSync(join(into, 'half'), '');
      throw new Error('no space left');
    });
    expect(await failing.catch((error: Error) => error.message)).to.equal('no space left');
    expect(await listCached('loki')).to.deep.equal([]);
    expect(readdirSync(join(dir, 'cache', 'incoming'))).to.deep.equal([]);
  });

  it('lets two processes install the same kit at once: both find it whole', async () => {
    const module = (name: string): string => JSON.stringify(new URL(name, import.meta.url).href);
    const script = `import { writeFileSync } from 'node:fs'; import { join } from 'node:path';
      import { installKit, listCached } from ${module('./cache.ts')};
      await installKit('loki', async (into) => {
        for (let i = 0; i < 50; i++) { writeFileSync(join(into, 'loki'), 'x'.repeat(i + 1)); await new Promise(setImmediate); }
        return { version: '3.0.0', source: 'built with Go', programs: { loki: 'loki' } };
      });
      console.log((await listCached('loki')).length);`;
    const install = () =>
      run(process.execPath, ['--input-type=module', '-e', script], { env: { ...process.env } });
    const results = await Promise.all([install(), install(), install()]);
    expect(results.map(({ stdout }) => stdout.trim())).to.deep.equal(['1', '1', '1']);
    expect(readdirSync(join(dir, 'cache', 'incoming'))).to.deep.equal([]);
    expect(existsSync(join(dir, 'cache', 'loki', '3.0.0-built-with-go', 'loki'))).to.equal(true);
  });

  it('says in one sentence what is missing, why, what that costs and which command gets it', () => {
    const reasons = ['github.com cannot be reached'];
    expect(describeMissing('loki', 'not on PATH', { reasons, slowMinutes: 5, hasFailed: false })).to.equal(
      `loki is missing (not on PATH; not in ${dir}/cache; github.com cannot be reached), and without it ` +
        'incidents show no log lines: "npm run tools -- --all" builds it in about 5 minutes.',
    );
    const withoutGo = describeMissing('loki', 'not on PATH', {
      reasons: [...reasons, 'Go is not installed'],
      hasFailed: false,
    });
    expect(withoutGo)
      .to.contain('Go is not installed')
      .and.to.contain('put loki 3.0 or newer on PATH, or run "npm run tools -- --all"');
  });
});

describe('versions', () => {
  it('are read from what the programs say, and not from the compiler that they name', () => {
    expect(parseVersion('prometheus, version 2.42.0+ds (branch: debian/sid)')).to.equal('2.42.0');
    expect(parseVersion('HAProxy version 2.6.12-1+deb12u4 2026/10/17')).to.equal('2.6.12');
    expect(parseVersion('{"gitCommit":"","gitVersion":"v2.13.0","buildDate":""}')).to.equal('2.13.0');
    expect(parseVersion('grafana version 13.1.4')).to.equal('13.1.4');
    expect(parseVersion('0.87.0 (revision: unknown)\n')).to.equal('0.87.0');
    expect(parseVersion('loki, version  (branch: , revision: )\n  go version: go1.26.1')).to.equal(undefined);
  });

  it('are compared as numbers', () => {
    expect(compareVersions('3.10', '3.9.9')).to.be.above(0);
    expect(compareVersions('2.42', '2.42.0')).to.equal(0);
    expect(compareVersions('0.25.0', '0.34')).to.be.below(0);
  });
});

describe('packages of the distribution', () => {
  it('name what they depend on, the first of alternatives, without versions', () => {
    const field = 'libc6 (>= 2.34), liblua5.3-0, lsb-base (>= 3.0-6) | sysvinit, libssl3:any (>= 3)\n';
    expect(parseDepends(field)).to.deep.equal(['libc6', 'liblua5.3-0', 'lsb-base', 'libssl3']);
  });

  it('are made to look for their files below their own folder', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'tocsin-relocate-'));
    const path = join(dir, 'program');
    writeFileSync(path, 'xx/usr/share/a/ui/yy/usr/share/a\0');
    const relocation = { from: '/usr/share/a', to: 'usr//share/a' };
    expect(await relocate(path, relocation)).to.equal(true);
    expect(await relocate(path, relocation)).to.equal(false);
    const longer = relocate(path, { from: '/a', to: 'much longer' }).catch((error: Error) => error.message);
    expect(await longer).to.contain('must be as long as');
    rmSync(dir, { recursive: true, force: true });
  });
});
