import { expect } from 'chai';
import { afterEach, before, beforeEach, describe, it } from 'mocha';
import { type ClassicBoard, readBoard } from '../diff/classic-board.ts';
import type { PushOptions } from './push.ts';
import { FakeGrafana } from './testing/fake-grafana.ts';
import { type PushRun, retitled, runPushOf, twoBoards } from './testing/push-run.ts';

describe('a push of boards', () => {
  let grafana: FakeGrafana;
  let boards: readonly ClassicBoard[];
  const [overview, errors] = ['desk-overview', 'desk-errors'] as const;

  before(async () => {
    boards = await twoBoards();
  });
  beforeEach(async () => {
    grafana = await FakeGrafana.start();
  });
  afterEach(() => grafana.close());

  const sizeOf = (uid: string): string => {
    const board = boards.find((one) => one.uid === uid);
    return `${board?.panels.length} panels in ${board?.sections.length} sections`;
  };
  const push = (options: Partial<PushOptions> = {}): Promise<PushRun> =>
    runPushOf(boards, grafana.connection(), options);
  const changed = (): ClassicBoard[] => retitled(boards);

  it('makes the folder and the boards in it, and says what it will do first', async () => {
    const { exitCode, lines } = await push();
    expect(lines).to.deep.equal([
      `Plan for ${grafana.url} (Grafana 12.4.0, as pusher):`,
      '  folder "Tocsin" (tocsin): is made',
      `  ${overview}: is made in folder "Tocsin" (tocsin), with ${sizeOf(overview)}`,
      `  ${errors}: is made in folder "Tocsin" (tocsin), with ${sizeOf(errors)}`,
      'folder "Tocsin" made',
      `${overview}: created, version 1`,
      `${errors}: created, version 1`,
      'Pushed: 2 new, 0 changed, 0 unchanged.',
    ]);
    expect(exitCode).to.equal(0);
    expect(grafana.store.boardAt(errors)?.folderUid).to.equal('tocsin');
    expect(readBoard(grafana.store.contentOf(errors), 'stored').content).to.deep.equal(boards[1]?.content);
  });

  it('says so of a folder that is there and that the token may not see, and writes nothing', async () => {
    grafana.store.addFolder('tocsin', 'Tocsin');
    grafana.store.hiddenFolders.add('tocsin');
    const refusal = await push().catch((error: Error) => error.message);
    expect(refusal).to.contain('the folder "tocsin" is there, and the token may not see it; give its');
    expect(grafana.store.boardAt(overview)).to.equal(undefined);
  });

  it('sends nothing the second time', async () => {
    await push();
    const before = grafana.writes.length;
    const { exitCode, last } = await push();
    expect([exitCode, last]).to.deep.equal([0, 'Nothing to push: 0 new, 0 changed, 2 unchanged.']);
    expect(grafana.writes.length).to.equal(before);
  });

  it('writes nothing in a dry run', async () => {
    const { exitCode, last } = await push({ isDryRun: true });
    expect([exitCode, last]).to.deep.equal([0, 'Dry run, nothing was sent: 2 new, 0 changed, 0 unchanged.']);
    expect(grafana.writes).to.deep.equal([]);
  });

  it('updates what an earlier push made, and leaves it in the folder where somebody put it', async () => {
    await push();
    grafana.store.addFolder('elsewhere', 'Elsewhere');
    Object.assign(grafana.store.boardAt(errors)!, { folderUid: 'elsewhere' });
    Object.assign(grafana.store.boardAt(overview)!, { folderUid: '' });
    const { exitCode, lines, last } = await push({ boards: changed() });
    expect([exitCode, last]).to.deep.equal([0, 'Pushed: 0 new, 2 changed, 0 unchanged.']);
    expect(lines).to.include(`  ${errors}: is updated from version 1, where it lies ("Elsewhere"):`);
    expect(lines).to.include(`  ${overview}: is updated from version 1, where it lies ("the top"):`);
    expect(grafana.store.boardAt(errors)?.folderUid).to.equal('elsewhere');
    expect(grafana.store.boardAt(overview)?.folderUid).to.equal('');
    expect(grafana.store.folders).to.deep.equal(['tocsin', 'elsewhere']);
  });

  it('refuses what was edited in Grafana, shows the edit, and writes no other board either', async () => {
    await push();
    grafana.store.edit(errors, 'ada', (board) => ({ ...board, refresh: '5s' }));
    const before = grafana.writes.length;
    const { exitCode, lines, last } = await push({ boards: changed() });
    expect([exitCode, last]).to.deep.equal([1, 'Nothing was pushed: 1 of 2 boards refused.']);
    const index = lines.findIndex((line) =>
      line.startsWith(`  ${errors}: refused: edited in Grafana by ada`),
    );
    // The edit alone, not what changed in the catalog since.
    expect(lines.slice(index + 1, -1)).to.deep.equal(['    the board: refresh changes from "30s" to "5s"']);
    expect(grafana.writes.length).to.equal(before);
  });

  it('refuses a board that was made by hand under its uid', async () => {
    grafana.store.put(errors, { title: 'Mine', panels: [] });
    const { exitCode, lines } = await push();
    expect(lines.join('\n')).to.include(
      `${errors}: refused: made by hand, or edited long ago (last by admin`,
    );
    expect(exitCode).to.equal(1);
    expect(grafana.writes).to.deep.equal([]);
  });

  it('refuses an edit that kept the message of the push, as a patch through the other API does', async () => {
    await push();
    const { versions } = grafana.store.boardAt(errors)!;
    const [first] = versions;
    versions.push({ ...first!, version: 2, data: { ...first!.data, refresh: '5s' } });
    expect((await push({ boards: changed() })).exitCode).to.equal(1);
  });

  it('overwrites an edit when told to, and says what that was', async () => {
    await push();
    grafana.store.edit(errors, 'ada', (board) => ({ ...board, refresh: '5s' }));
    const { exitCode, lines } = await push({ mayOverwriteEdits: true });
    expect(lines).to.include(`  ${errors}: overwrites what was edited in Grafana:`);
    expect(lines).to.include('    the board: refresh changes from "30s" to "5s"');
    expect(exitCode).to.equal(0);
    expect(grafana.store.contentOf(errors)?.refresh).to.equal('30s');
    expect((await push()).last).to.equal('Nothing to push: 0 new, 0 changed, 2 unchanged.');
  });

  it('takes an edit that made the board what the catalog says for what it is: nothing to push', async () => {
    await push();
    const [, wanted] = changed();
    grafana.store.edit(errors, 'ada', () => wanted!.json);
    expect((await push({ boards: [wanted!] })).last).to.equal(
      'Nothing to push: 0 new, 0 changed, 1 unchanged.',
    );
  });

  it('refuses a provisioned board and names its file', async () => {
    grafana.store.put(errors, { title: 'Provisioned', panels: [] }, { provisionedFrom: 'desk-errors.json' });
    const { exitCode, lines } = await push({ mayOverwriteEdits: true });
    expect(lines.join('\n')).to.include(`${errors}: refused: Grafana provisions it from desk-errors.json`);
    expect(exitCode).to.equal(1);
    expect(grafana.writes).to.deep.equal([]);
  });
});
