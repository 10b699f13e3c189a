import { expect } from 'chai';
import { describe, it } from 'mocha';
import { parse } from 'yaml';
import { alertArtefacts } from './artefacts.ts';
import { catalog } from './catalog.ts';
import { yamlText } from './yaml-text.ts';

const readsAs = (value: object, message?: string): void => {
  for (const version of ['1.1', '1.2'] as const)
    expect(parse(yamlText(value), { version }), `${message ?? ''} (YAML ${version})`).to.deep.equal(value);
};

describe('the YAML that is written', () => {
  it('is one line for each text, and quotes only what needs it', () => {
    const rule = {
      alert: 'Burn',
      expr: 'a{b="c"} > 1',
      for: '15s',
      labels: { tier: 'a: b', none: 'no', at: '18:00' },
    };
    expect(yamlText({ groups: [{ name: 'a', rules: [rule, rule] }], empty: {}, list: [] })).to.equal(`groups:
  - name: a
    rules:
      - alert: Burn
        expr: a{b="c"} > 1
        for: 15s
        labels:
          tier: "a: b"
          none: "no"
          at: "18:00"
      - alert: Burn
        expr: a{b="c"} > 1
        for: 15s
        labels:
          tier: "a: b"
          none: "no"
          at: "18:00"
empty: {}
list: []
`);
  });

  const texts = [
    '',
    ' ',
    'a',
    ' a',
    'a ',
    'a:',
    'a: b',
    'a:b',
    'a #b',
    'a#b',
    '#a',
    '-',
    '- a',
    '-a',
    '?',
    '? a',
    ':',
    ': a',
    '[a]',
    '{a}',
    ',a',
    '&a',
    '*a',
    '!a',
    '|',
    '>',
    '>-',
    '%a',
    '@a',
    '`a`',
    "'",
    "it's",
    '"',
    '"a"',
    '"it\'s"',
    '\\',
    'a\\n',
    '=',
    '<<',
    '~',
    'null',
    'Null',
    'NULL',
    'true',
    'False',
    'yes',
    'NO',
    'on',
    'Off',
    'y',
    'N',
    '1',
    '-1',
    '1.5',
    '1e3',
    '1_000',
    '0x1f',
    '0o17',
    '017',
    '0b1',
    '.5',
    '.inf',
    '-.INF',
    '.nan',
    '18:00',
    '1:30:15',
    '2026-11-21',
    '2026-11-21T00:00:00Z',
    '15s',
    '15ms',
    '15 s',
    '---',
    '--- a',
    '...',
    'a\tb',
    '\ta',
    'a\nb',
    'a\n',
    '\na',
    'a\n\nb',
    ' a\nb',
    'a\n b',
    'a \nb',
    'a\nb \n',
    'a\r\nb',
    'a\rb',
    '\u0000',
    '\u001b[0m',
    '\u007f',
    '\u0085',
    '\u00a0',
    'é',
    'a\u2028b',
    '\u2029',
    '\ufeffa',
    '\uffff',
    '\ud800',
    '😀',
    '日本',
    'a: b # c',
    '{{ $labels.environment }}',
    '{{ range . }}\n{{ end }}',
    '(a) or (b)',
    '/d/a?b=c&d={{ e }}',
    'e3',
    'a\n# b',
    '# a\nb',
    '- a\n- b',
    'a:\nb',
  ];
  for (const text of texts)
    it(`keeps ${JSON.stringify(text)} as value, item and key`, () => {
      readsAs({ value: text, list: [text, text], [text]: { [text]: [[text], { [text]: text }] } });
    });

  it('keeps numbers, booleans, null and what is empty, and leaves out what is undefined', () => {
    readsAs({ a: 0, b: -1.5, c: true, d: null, e: [], f: {}, g: [[], {}, [[1], 2]], h: [null] });
    readsAs(['a', { b: 1 }]);
    expect(yamlText({ a: undefined, b: 1 })).to.equal('b: 1\n');
  });

  it('reads as what the library reads in every file that is generated', () => {
    for (const [file, text] of alertArtefacts(catalog)) if (file.endsWith('.yml')) readsAs(parse(text), file);
  });
});
