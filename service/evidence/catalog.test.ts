import { expect } from 'chai';
import { describe, it } from 'mocha';
import { fillQuery, readCatalog } from './catalog.ts';

describe('a query of the catalog', () => {
  it('is filled with values that cannot break out of their string', () => {
    const filled = fillQuery('x{environment="$environment",route=~"$routes"}[$window]', {
      environment: 'a"} or vector(1) #\\',
      window: '5m',
      routes: ['/a.b/:id', '/c'],
    });
    expect(filled).to.equal('x{environment="a\\"} or vector(1) #\\\\",route=~"/a\\\\.b/:id|/c"}[5m]');
  });

  it('refuses a window that is no duration', () => {
    expect(() => fillQuery('x[$window]', { environment: 'a', window: '5m]) or vector(1' })).to.throw(
      /duration/,
    );
  });

  it('names the file and the command when the catalog is missing', async () => {
    const error = await readCatalog('nowhere/catalog.json').catch((reason: unknown) => reason);
    expect(String(error)).to.contain('nowhere/catalog.json').and.contain('npm run alerts');
  });
});
