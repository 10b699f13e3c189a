import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { appendEntry, type JournalEntry, lastOperation, readJournal } from './journal.ts';

const entry = {
  version: 1,
  at: '2026-11-21T07:43:12.000Z',
  operation: 'deploy-1',
  verb: 'deploy',
  phase: 'intent',
  step: 'start',
} as const satisfies JournalEntry;

describe('journal', () => {
  let root = '';
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'tocsin-journal-'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('keeps entries in the order they were appended', async () => {
    await appendEntry(root, entry);
    await appendEntry(root, { ...entry, phase: 'done', detail: { port: 1 } });
    const { entries, torn } = await readJournal(root);
    expect(entries.map(({ phase }) => phase)).to.deep.equal(['intent', 'done']);
    expect(torn).to.equal(0);
  });

  it('loses a line torn by a crash and nothing else', async () => {
    await appendEntry(root, entry);
    const path = join(root, 'journal.jsonl');
    await appendFile(path, (await readFile(path, 'utf8')).slice(0, 40));
    await appendEntry(root, { ...entry, phase: 'done' });
    const { entries, torn } = await readJournal(root);
    expect(entries.map(({ phase }) => phase)).to.deep.equal(['intent', 'done']);
    expect(torn).to.equal(1);
  });

  it('does not believe a line that was edited', async () => {
    await appendEntry(root, entry);
    const path = join(root, 'journal.jsonl');
    await writeFile(path, (await readFile(path, 'utf8')).replace('"start"', '"point"'));
    expect(await readJournal(root)).to.deep.equal({ entries: [], torn: 1 });
  });

  it('tells an operation that ended from one that was cut off', () => {
    expect(lastOperation([entry])?.outcome).to.equal('cut off at start');
    expect(
      lastOperation([entry, { ...entry, phase: 'end', detail: { outcome: 'succeeded' } }])?.outcome,
    ).to.equal('succeeded');
    expect(lastOperation([])).to.equal(undefined);
  });
});
