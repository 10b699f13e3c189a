import { expect } from 'chai';
import { describe, it } from 'mocha';
import { breakingMigration, lackingMigration, parseDeclaration, type SchemaRange } from './schema-range.ts';

const files = ['001-a', '002-b', '003-expand', '004-contract'];
const all = [
  { name: '001-a', breaksBefore: null },
  { name: '002-b', breaksBefore: null },
  { name: '003-expand', breaksBefore: null },
  { name: '004-contract', breaksBefore: '003-expand' },
];

function rangeOf(count: number, worksFrom: string): SchemaRange {
  const declaration = JSON.stringify({ worksFrom, migrations: all.slice(0, count) });
  return parseDeclaration(declaration, 'schema.json', files.slice(0, count));
}

describe('schema range of a release', () => {
  it('begins where its code begins to work and ends where a newer migration breaks it', () => {
    const release = rangeOf(2, '001-a');
    expect(release).to.include({ oldest: '001-a', newest: '002-b' });
    expect(lackingMigration(release, [])).to.include('needs migration 001-a');
    expect(lackingMigration(release, ['001-a'])).to.equal(undefined);
    expect(breakingMigration(release, files.slice(0, 3), all)).to.equal(undefined);
    expect(breakingMigration(release, files, all)).to.include({ name: '004-contract' });
    expect(breakingMigration(release, files, all)?.sentence).to.include(
      'breaks code that does not know 003-expand; this release knows them up to 002-b',
    );
  });

  it('holds a contraction once the code knows the expansion before it', () => {
    expect(breakingMigration(rangeOf(3, '003-expand'), files, all)).to.equal(undefined);
  });

  it('does not hold a migration that nobody here knows', () => {
    expect(
      breakingMigration(rangeOf(2, '001-a'), ['001-a', '002-b', '009-foreign'], all)?.sentence,
    ).to.include('migration 009-foreign, and no release here tells');
  });
});
