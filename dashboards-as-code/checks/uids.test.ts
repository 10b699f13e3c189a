import { expect } from 'chai';
import { describe, it } from 'mocha';
import { faultsAfter } from './testing/broken-boards.ts';

describe('the uid of a board', () => {
  const named = (uid: string): string[] =>
    faultsAfter((_, boards) => {
      const [first] = boards;
      if (first !== undefined) boards.push({ ...first, uid, title: 'till: Service overview', links: [] });
    }).filter((fault) => fault.startsWith(`board "${uid}":`));

  it('is one that Grafana can hold', () => {
    expect(named('till overview')).to.deep.equal([
      'board "till overview": Grafana refuses " " in a uid; name the service with a-z, 0-9 and "-" only.',
    ]);
    expect(named('tïll')[0]).to.contain('Grafana refuses "ï" in a uid');
    expect(named('x'.repeat(41))[0]).to.contain('its uid has 41 characters, and Grafana takes 40');
    expect(named('x'.repeat(40))).to.deep.equal([]);
    expect(named('')[0]).to.contain('"till: Service overview" has no uid');
  });

  it('is that of one board only: two that collide are both named', () => {
    expect(named('desk-overview')).to.deep.equal([
      'board "desk-overview": "till: Service overview" and "desk: Service overview" (desk-overview) have the same uid, and one would overwrite the other; rename a service or a board.',
    ]);
    expect(named('Desk-Overview')[0]).to.contain(
      '"desk: Service overview" (desk-overview) have the same uid',
    );
  });
});
