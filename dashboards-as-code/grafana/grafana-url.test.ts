import { expect } from 'chai';
import { describe, it } from 'mocha';
import { grafanaUrl } from './grafana-url.ts';

describe("Grafana's address", () => {
  it('may have a path and a slash at its end', () => {
    expect(grafanaUrl('https://example.org')).to.equal('https://example.org');
    expect(grafanaUrl('https://example.org/grafana//')).to.equal('https://example.org/grafana');
  });

  it('is refused when it is none, or holds what it should not', () => {
    expect(() => grafanaUrl('grafana:3000')).to.throw('--url grafana:3000 is no address');
    expect(() => grafanaUrl('file:///etc')).to.throw('is no address');
    expect(() => grafanaUrl('https://ada:secret@example.org')).to.throw(/^--url must not hold a user/);
    expect(() => grafanaUrl('https://example.org/?orgId=2')).to.throw('leave out what follows the path');
  });
});
