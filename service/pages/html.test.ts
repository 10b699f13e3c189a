import { expect } from 'chai';
import { describe, it } from 'mocha';
import { formatDuration, formatPercent } from './format.ts';
import { html, link } from './html.ts';

describe('the html tag', () => {
  it('escapes what is interpolated and keeps what it made itself', () => {
    const inner = html`<b>${'<i>'}</b>`;
    expect(html`<p title="${'"'}">${inner}${[inner]}${false}${null}${0}</p>`.html).to.equal(
      '<p title="&quot;"><b>&lt;i&gt;</b><b>&lt;i&gt;</b>0</p>',
    );
  });

  it('links only to http and https', () => {
    expect(link('javascript:alert(1)', 'x').html).to.equal('x');
    expect(link('https://a/?b=1&c', 'x').html).to.equal(
      '<a href="https://a/?b=1&amp;c" rel="noreferrer">x</a>',
    );
  });
});

describe('figures', () => {
  it('read naturally', () => {
    expect([44, 180, 184, 7800, 273_600].map(formatDuration)).to.deep.equal([
      '44 s',
      '3 min',
      '3 min 4 s',
      '2 h 10 min',
      '3 d 4 h',
    ]);
    expect([0, 0.0031, 0.4821, 1].map(formatPercent)).to.deep.equal(['0 %', '0.31 %', '48 %', '100 %']);
  });
});
