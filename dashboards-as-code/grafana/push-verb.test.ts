/** The verb as it is run, against a server that answers as Grafana does. */
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { type RunResult, runCommand } from '../../programs/run.ts';
import { editorToken, FakeGrafana } from './testing/fake-grafana.ts';

describe('npm run dashboards -- push', function () {
  // Each run of the verb loads Grafana's SDK, which takes a second or more.
  this.timeout(90_000);
  let grafana: FakeGrafana;
  let folder: string;
  const push = (...args: string[]): Promise<RunResult> =>
    runCommand(process.execPath, [join(import.meta.dirname, '../main.ts'), 'push', ...args], {
      cwd: tmpdir(),
    });
  const toGrafana = (): string[] => ['--url', grafana.url, '--token-file', join(folder, 'token')];

  before(async () => {
    grafana = await FakeGrafana.start();
    folder = await mkdtemp(join(tmpdir(), 'tocsin-push-'));
    await writeFile(join(folder, 'token'), `${editorToken}\n`, { mode: 0o600 });
  });
  after(async () => {
    await grafana.close();
    await rm(folder, { recursive: true });
  });

  it('pushes one board, then what is missing, then nothing', async () => {
    const one = await push(
      ...toGrafana(),
      '--board',
      'desk-errors',
      '--folder-uid',
      'ops',
      '--folder-title',
      'Ops',
    );
    expect([one.exitCode, one.stderr]).to.deep.equal([0, '']);
    expect(one.stdout).to.match(
      /folder "Ops" made\ndesk-errors: created, version 1\nPushed: 1 new, 0 changed, 0 unchanged\.\n$/,
    );
    const rest = await push(...toGrafana(), '--message', 'The rest');
    expect(rest.stdout).to.match(/Pushed: \d+ new, 0 changed, 1 unchanged\.\n$/);
    expect(grafana.store.boardAt('desk-errors')?.folderUid).to.equal('ops');
    expect(grafana.store.boardAt('desk-overview')?.versions[0]?.message).to.match(
      /^The rest \[tocsin [0-9a-f]{32}\]$/,
    );
    const again = await push(...toGrafana());
    expect([again.exitCode, again.stdout.split('\n').at(-2)?.slice(0, 16)]).to.deep.equal([
      0,
      'Nothing to push:',
    ]);
  });

  it('exits 1 for an edit, and says nothing of the token', async () => {
    grafana.store.edit('desk-errors', 'ada', (board) => ({ ...board, refresh: '5s' }));
    const { exitCode, stdout, stderr } = await push(...toGrafana());
    expect(stdout).to.include('desk-errors: refused: edited in Grafana by ada');
    expect(exitCode).to.equal(1);
    expect(stdout + stderr).not.to.include(editorToken);
  });

  it('exits 1 for a board that the catalog does not render, and a token that others may read', async () => {
    const unknown = await push(...toGrafana(), '--board', 'nowhere');
    expect(unknown.stderr).to.include(
      '--board nowhere: the catalog renders no such board; there is tocsin-fleet',
    );
    const open = join(folder, 'open');
    await writeFile(open, editorToken);
    await chmod(open, 0o644);
    const read = await push('--url', grafana.url, '--token-file', open);
    expect(read.stderr).to.include('may be read by others (mode 644)');
    expect([unknown.exitCode, read.exitCode]).to.deep.equal([1, 1]);
  });

  it('exits 2 for arguments that will not do', async () => {
    const { exitCode, stderr } = await push('--url', grafana.url);
    expect(stderr).to.match(
      /^--url and --token-file say where to push, and as whom\.\n\nnpm run dashboards -- push/,
    );
    expect(exitCode).to.equal(2);
    expect((await push(...toGrafana(), '--ovewrite-edits')).exitCode).to.equal(2);
  });

  it('has a help with an example', async () => {
    const { exitCode, stdout } = await push('--help');
    expect(stdout).to.include('Example: npm run dashboards -- push --url');
    expect(exitCode).to.equal(0);
  });
});
