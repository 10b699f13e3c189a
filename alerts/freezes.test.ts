import { expect } from 'chai';
import { describe, it } from 'mocha';
import { catalog } from './catalog.ts';
import { defineFreezes, type FreezeWindow, freezesAt, freezeWindows } from './freezes.ts';

const sale: FreezeWindow = {
  name: 'sale',
  reason: 'the busiest day',
  from: '2026-11-27T00:00:00Z',
  until: '2026-11-28T00:00:00+01:00',
  environments: ['production'],
};

describe('freeze', () => {
  const holdsAt = (at: string, of: Partial<FreezeWindow> = {}, environment = 'production'): boolean =>
    freezesAt([{ ...sale, ...of }], new Date(at), { service: 'desk', environment }).length === 1;

  it('holds from its first moment to the one before its end, in its environments', () => {
    expect(holdsAt('2026-11-26T23:59:59Z')).to.equal(false);
    expect(holdsAt('2026-11-27T00:00:00Z')).to.equal(true);
    expect(holdsAt('2026-11-27T22:59:59Z')).to.equal(true);
    expect(holdsAt('2026-11-27T23:00:00Z')).to.equal(false);
    expect(holdsAt('2026-11-27T12:00:00Z', {}, 'staging')).to.equal(false);
  });

  it('is for all services unless it names some', () => {
    expect(holdsAt('2026-11-27T12:00:00Z', { services: ['database'] })).to.equal(false);
    expect(holdsAt('2026-11-27T12:00:00Z', { services: ['desk'] })).to.equal(true);
  });

  it('that makes no sense is refused with what to write', () => {
    const define = (of: Partial<FreezeWindow>) => () => defineFreezes([{ ...sale, ...of }]);
    expect(define({ from: 'tomorrow' })).to.throw('"tomorrow" is no moment');
    expect(define({ until: sale.from })).to.throw('exchange them');
    expect(define({ reason: ' ' })).to.throw('it has no reason');
    expect(define({ environments: [] })).to.throw('it is for no environment');
  });

  it('of the catalog names services of the catalog only', () => {
    const names = new Set(catalog.map(({ name }) => name));
    for (const { services = [] } of freezeWindows)
      for (const service of services) expect(names).to.include(service);
  });
});
