/** The verb as it is run, in a copy of the repository with a history of its own. */
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { copyRepository } from '../../alerts/plan/testing/repository-copy.ts';
import { type RunResult, runCommand, runOrThrow } from '../../programs/run.ts';

describe('npm run dashboards -- diff', function () {
  // Each run of the verb loads Grafana's SDK, which takes a second or more.
  this.timeout(90_000);
  let folder: string;
  const git = (...args: string[]): Promise<RunResult> =>
    runOrThrow('git', ['-c', 'user.name=t', '-c', 'user.email=t@tocsin.example', ...args], { cwd: folder });
  const diff = (...args: string[]): Promise<RunResult> =>
    runCommand(process.execPath, [join(folder, 'dashboards-as-code/main.ts'), 'diff', ...args], {
      cwd: tmpdir(),
    });
  const boards = (): string => join(folder, 'dashboards-as-code/generated/boards');
  const panels = (): string => join(folder, 'dashboards-as-code/panels/traffic.ts');

  before(async () => {
    folder = await copyRepository();
    await git('init', '-q');
    await git('add', 'package.json');
    await git('commit', '-qm', 'Begin');
    await cp(join(import.meta.dirname, '..'), join(folder, 'dashboards-as-code'), { recursive: true });
    await runOrThrow(process.execPath, [join(folder, 'dashboards-as-code/main.ts')]);
    await git('add', 'dashboards-as-code/generated');
    await git('commit', '-qm', 'Keep the boards');
    await git('tag', 'kept');
  });
  after(() => rm(folder, { recursive: true }));

  it('exits 0 when nothing changes on the boards', async () => {
    expect(await diff()).to.deep.equal({
      exitCode: 0,
      stdout: 'Nothing changes on the boards (compared with HEAD).\n',
      stderr: '',
    });
  });

  it('exits 3 and says what changes, against HEAD, a tag, a folder and a file', async () => {
    const text = await readFile(panels(), 'utf8');
    await writeFile(panels(), text.replace("title: 'How busy?'", "title: 'How much traffic?'"));
    const told = 'desk-overview\n  panel "How busy?": title "How busy?" -> "How much traffic?"\n';
    for (const against of ['HEAD', 'kept', boards(), join(boards(), 'desk-overview.json')]) {
      const { exitCode, stdout } = await diff('--against', against);
      expect(stdout).to.equal(`What changes on the boards, compared with ${against}:\n\n${told}`);
      expect(exitCode).to.equal(3);
    }
    await writeFile(panels(), text);
  });

  it('exits 1 for a version without boards, one that git does not know, and files that are no board', async () => {
    const noJson = join(folder, 'broken.json');
    await writeFile(noJson, '{');
    const otherBoard = join(folder, 'other.json');
    await writeFile(otherBoard, '{"uid":"mine","title":"Mine","panels":[]}');
    await mkdir(join(folder, 'empty'));
    const said = {
      'kept~1': '--against kept~1: that version has no boards yet',
      nowhere: '--against nowhere: neither a file nor a commit that git knows',
      '-x': '--against -x: name a commit',
      [join(folder, 'package.json')]: 'package.json is no classic dashboard',
      [noJson]: 'broken.json is no JSON',
      [join(folder, 'empty')]: 'no board (*.json) lies there',
      [otherBoard]: 'the catalog renders no board with the uid "mine"; there is tocsin-fleet',
    };
    for (const [against, sentence] of Object.entries(said)) {
      const { exitCode, stdout, stderr } = await diff(`--against=${against}`);
      expect(stderr).to.include(sentence);
      expect([exitCode, stdout]).to.deep.equal([1, '']);
    }
  });

  it('exits 2 for arguments that it does not know, and has a help with an example', async () => {
    expect((await diff('main')).exitCode).to.equal(2);
    expect((await diff('--aginst', 'main')).exitCode).to.equal(2);
    const { exitCode, stdout } = await diff('--help');
    expect(stdout).to.include('Example: npm run dashboards -- diff --against main');
    expect(exitCode).to.equal(0);
  });
});
