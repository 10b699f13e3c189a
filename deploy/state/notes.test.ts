import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { appendEntry, readJournal } from './journal.ts';
import { leaveNote, writeNotesDown } from './notes.ts';

const noteOf = (operation: string) =>
  ({ at: '2026-11-21T07:43:12.000Z', operation, verb: 'freeze', phase: 'end' }) as const;

describe('note for the journal', () => {
  let root = '';
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'tocsin-notes-'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  const written = async (): Promise<string[]> =>
    (await readJournal(root)).entries.map(({ operation }) => operation);

  it('is written down once, in the order of their names, and is gone then', async () => {
    await leaveNote(root, noteOf('b'));
    await leaveNote(root, noteOf('a'));
    await writeNotesDown(root, []);
    expect(await written()).to.deep.equal(['a', 'b']);
    expect(await readdir(join(root, 'notes'))).to.deep.equal([]);
  });

  it('is not written down again when a crash came between that and its removal', async () => {
    await leaveNote(root, noteOf('a'));
    await appendEntry(root, noteOf('a'));
    await writeNotesDown(root, await written());
    expect(await written()).to.deep.equal(['a']);
    expect(await readdir(join(root, 'notes'))).to.deep.equal([]);
  });

  it('that cannot be read is named, with what to do about it, and kept', async () => {
    await leaveNote(root, noteOf('a'));
    const path = join(root, 'notes', 'a.json');
    await writeFile(path, '{}');
    const refusal = await writeNotesDown(root, []).catch((error: Error) => error.message);
    expect(refusal).to.equal(`${path} is no line for the journal. Read what it was to say, then remove it.`);
    expect(await written()).to.deep.equal([]);
  });
});
