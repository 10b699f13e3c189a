import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { appendEntry, type NewEntry, readJournal } from './journal.ts';
import { renderLine } from './journal-line.ts';

const entry = {
  at: '2026-11-21T07:43:12.000Z',
  operation: 'deploy-1',
  verb: 'deploy',
  phase: 'intent',
  step: 'start',
} as const satisfies NewEntry;

describe('journal', () => {
  let root = '';
  let path = '';
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'tocsin-journal-'));
    path = join(root, 'journal.jsonl');
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  const phases = async (): Promise<string[]> => (await readJournal(root)).entries.map(({ phase }) => phase);
  const refusal = (): Promise<unknown> => readJournal(root).catch((error: Error) => error.message);
  async function writeThree(): Promise<string[]> {
    for (const phase of ['begin', 'intent', 'done'] as const) await appendEntry(root, { ...entry, phase });
    return (await readFile(path, 'utf8')).split('\n').slice(0, -1);
  }

  it('keeps entries in the order they were appended', async () => {
    await appendEntry(root, entry);
    await appendEntry(root, { ...entry, phase: 'done', detail: { port: 1 } });
    expect(await phases()).to.deep.equal(['intent', 'done']);
    expect((await readJournal(root)).torn).to.equal(undefined);
  });

  it('loses a line torn by a crash and nothing else, and the next entry tells of it', async () => {
    const [, , third = ''] = await writeThree();
    for (const torn of [
      '{',
      third.slice(0, 40),
      third,
      `${third.slice(0, 20)}\0\0\0\0`,
      '\0\0\n',
      'ä'.slice(0),
    ]) {
      await appendFile(path, torn);
      const before = await readJournal(root);
      expect(before.torn, torn).to.equal(torn);
      await appendEntry(root, { ...entry, phase: 'failed' });
      const { entries, torn: left } = await readJournal(root);
      expect(left).to.equal(undefined);
      expect(entries.slice(0, -2)).to.deep.equal(before.entries);
      expect(entries.slice(-2).map(({ phase }) => phase)).to.deep.equal(['healed', 'failed']);
      expect(entries.at(-2)?.detail).to.deep.equal({ torn });
    }
  });

  it('loses half a letter with its line', async () => {
    await writeThree();
    await appendFile(path, Buffer.from('{"by":"Zoë').subarray(0, -1));
    await appendEntry(root, entry);
    expect(await phases()).to.deep.equal(['begin', 'intent', 'done', 'healed', 'intent']);
  });

  it('is refused with the number of a line that was edited, taken out or put elsewhere', async () => {
    const [first = '', second = '', third = ''] = await writeThree();
    for (const [lines, number] of [
      [[first, second.replace('"start"', '"point"'), third], 2],
      [[first, second, third.replace('"start"', '"point"')], 3],
      [[first, third], 2],
      [[first, third, second], 2],
      [[second, third], 1],
      [[first, second.slice(0, 30), third], 2],
      [[first, '', second, third], 2],
    ] as const) {
      const text = `${lines.join('\n')}\n`;
      await writeFile(path, text);
      expect(await refusal())
        .to.include(`line ${number} of ${path}`)
        .and.include('npm run deploy -- resume');
      expect(await readFile(path, 'utf8')).to.equal(text);
    }
  });

  it('of a newer version is refused by reader and writer, and stays as it is', async () => {
    const [first = ''] = await writeThree();
    const text = `${first}\n{"version":3,"anything":"else"}\n`;
    await writeFile(path, text);
    expect(await refusal()).to.include('newer deploy (version 3; this one knows up to 2)');
    const written = await appendEntry(root, entry).catch((error: Error) => error.message);
    expect(written).to.include('newer deploy');
    expect(await readFile(path, 'utf8')).to.equal(text);
  });

  it('goes on behind lines of version 1, which stood by themselves and were healed in place', async () => {
    // As version 1 wrote them, the second torn.
    const old = [
      '{"version":1,"at":"2026-11-21T07:43:12.000Z","operation":"o","verb":"deploy","phase":"begin","checksum":"7b0603cc4eae060a"}',
      '{"version":1,"at":"2026-11-21T07:4',
      '{"version":1,"at":"2026-11-21T07:43:12.000Z","operation":"o","verb":"deploy","phase":"end","checksum":"03a8e3d2dbff0764"}',
    ];
    await writeFile(path, `${old.join('\n')}\n`);
    await appendEntry(root, entry);
    expect(await phases()).to.deep.equal(['begin', 'end', 'intent']);
    await writeFile(path, (await readFile(path, 'utf8')).replace('"begin"', '"end"'));
    // Nobody can tell it from one that was torn, and it is not believed.
    expect(await phases()).to.deep.equal(['end', 'intent']);
  });

  it('is appended to by its end alone, wherever in a line that begins', async () => {
    let text = '';
    let lastChecksum = '';
    while (text.length < 270_000) {
      const { line, checksum } = renderLine(entry, lastChecksum);
      text += `${line}\n`;
      lastChecksum = checksum;
    }
    const [first = ''] = text.split('\n');
    // Each line that is added moves the beginning by one byte within the lines above.
    const longer = { ...entry, operation: `${entry.operation}0` };
    for (let place = 0; place <= first.length + 1; place += 1) {
      const { line, checksum } = renderLine(longer, lastChecksum);
      text += `${line}\n`;
      lastChecksum = checksum;
      await writeFile(path, text);
      await appendEntry(root, entry);
      expect((await readJournal(root)).entries.at(-1)?.operation).to.equal(entry.operation);
    }
  });

  it('is appended to by its end, however long its lines are', async () => {
    const detail = { text: 'x'.repeat(100_000) };
    for (let line = 0; line < 6; line += 1) await appendEntry(root, { ...entry, detail });
    await appendFile(path, '{"version":2,');
    await appendEntry(root, entry);
    expect(await phases()).to.have.length(8);
  });
});
