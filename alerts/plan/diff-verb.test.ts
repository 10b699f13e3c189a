/** The verb as it is run, in a copy of the repository with a history of its own. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { type RunResult, runCommand, runOrThrow } from '../../programs/run.ts';
import { catalog } from '../catalog.ts';
import { recordOf, renderRecord } from './plan-record.ts';
import { copyRepository } from './testing/repository-copy.ts';

describe('npm run alerts -- diff', () => {
  let folder: string;
  const git = (...args: string[]): Promise<RunResult> =>
    runOrThrow('git', ['-c', 'user.name=t', '-c', 'user.email=t@tocsin.example', ...args], { cwd: folder });
  const diff = (...args: string[]): Promise<RunResult> =>
    runCommand(process.execPath, [join(folder, 'alerts/main.ts'), 'diff', ...args], {
      cwd: tmpdir(),
      env: { TOCSIN_CACHE: join(folder, '.cache') },
    });
  const plan = (): string => join(folder, 'alerts/generated/plan.json');
  const deskFile = (): string => join(folder, 'alerts/catalog/desk.ts');

  before(async function () {
    this.timeout(60_000);
    folder = await copyRepository();
    await git('init', '-q');
    await git('add', 'package.json');
    await git('commit', '-qm', 'Begin');
    await writeFile(plan(), renderRecord(recordOf(catalog)));
    await git('add', 'alerts/catalog', 'alerts/generated/plan.json');
    await git('commit', '-qm', 'Keep the plan');
    await git('tag', 'kept');
  });
  after(() => rm(folder, { recursive: true }));

  it('exits 0 when nothing changes for the person on call', async () => {
    expect(await diff()).to.deep.equal({
      exitCode: 0,
      stdout: 'Nothing changes for the person on call (compared with HEAD).\n',
      stderr: '',
    });
  });

  it('exits 3 and says what changes, against HEAD, a tag and a file', async () => {
    const text = await readFile(deskFile(), 'utf8');
    await writeFile(deskFile(), text.replace('target: 0.999,', 'target: 0.9995,'));
    const { exitCode, stdout } = await diff();
    expect(stdout).to.include('compared with HEAD:\n\ndesk\n');
    expect(stdout).to.include('    budget in minutes 43.2 -> 21.6\n');
    expect(stdout).to.match(/availability page-fast\n {4}detects .* sooner: after/);
    expect(exitCode).to.equal(3);
    await git('commit', '-qam', 'Promise more');
    expect((await diff('--against', 'kept')).stdout).to.equal(stdout.replace('HEAD', 'kept'));
    const fromFile = await diff('--against', plan());
    expect(fromFile.stdout).to.equal(stdout.replace('HEAD', plan()));
    expect(fromFile.exitCode).to.equal(3);
    await writeFile(deskFile(), text);
  });

  it('exits 1 for a version without a plan, one that git does not know and a file that is no plan', async () => {
    const older = await diff('--against', 'kept~1');
    expect(older.stderr).to.include('--against kept~1: that version has no alerts/generated/plan.json yet');
    const nowhere = await diff('--against', 'nowhere');
    expect(nowhere.stderr).to.include('--against nowhere: neither a file nor a commit that git knows');
    const other = await diff('--against', join(folder, 'package.json'));
    expect(other.stderr).to.include('package.json is no plan that this version reads');
    for (const { exitCode, stdout } of [older, nowhere, other])
      expect([exitCode, stdout]).to.deep.equal([1, '']);
  });

  it('exits 1 for a catalog that cannot work, and 2 for arguments that it does not know', async () => {
    const text = await readFile(deskFile(), 'utf8');
    await writeFile(deskFile(), text.replace('target: 0.999,', 'target: 1,'));
    const refused = await diff();
    await writeFile(deskFile(), text);
    expect(refused.exitCode).to.equal(1);
    expect(refused.stderr).to.include(
      'alerts/catalog/desk.ts: service "desk", objective "availability": target 1 must lie',
    );
    expect((await diff('main')).exitCode).to.equal(2);
    expect((await diff('--aginst', 'main')).exitCode).to.equal(2);
  });

  it('has a help with an example', async () => {
    const { exitCode, stdout } = await diff('--help');
    expect(stdout).to.include('Example: npm run alerts -- diff --against main');
    expect(exitCode).to.equal(0);
  });
});
