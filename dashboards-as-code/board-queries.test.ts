import { expect } from 'chai';
import { describe, it } from 'mocha';
import { catalog } from '../alerts/catalog.ts';
import { questionsOf } from './board-queries.ts';
import { boardsOf } from './boards.ts';
import { checkout, mailer } from './example-services.ts';
import { placeholder } from './placeholder.ts';
import { type BoardConditions, scopeOf } from './scope.ts';
import { asPattern, fillIn, macros } from './substitute.ts';
import { fillInQuestion } from './verify/verify-boards.ts';

const shown = {
  from: new Date('2026-01-01T00:00:00Z'),
  to: new Date('2026-01-01T06:00:00Z'),
  scrapeIntervalSeconds: 15,
};

describe('the queries of the boards', () => {
  const asked = boardsOf([...catalog, checkout, mailer]).flatMap((board) => {
    const { queries, variables } = questionsOf(board);
    const chosen = variables.map(({ name, allValue = 'staging' }) => [name, allValue]);
    const values = { ...Object.fromEntries(chosen), ...macros(shown) };
    return queries.map((query) => ({ ...query, question: fillInQuestion(query.question, values) }));
  });

  it('leave no placeholder behind', () => {
    for (const { question } of asked) expect(JSON.stringify(question)).not.to.contain('$');
  });

  it('ask all three signals, and exemplars on latencies only', () => {
    expect(new Set(asked.map(({ question }) => question.backend))).to.deep.equal(
      new Set(['prometheus', 'loki', 'jaeger']),
    );
    const withExemplars = asked.flatMap(({ question }) =>
      question.kind === 'exemplars' ? [question.expr] : [],
    );
    expect(withExemplars).not.to.deep.equal([]);
    for (const expr of withExemplars) expect(expr).to.contain('_bucket');
  });

  it('cannot name a label that no signal carries', () => {
    // @ts-expect-error "rout" is no label
    const misspelt: BoardConditions = { rout: '/' };
    // @ts-expect-error "relaese" is no label
    expect(scopeOf({}, ['relaese']).by).to.deep.equal(['relaese']);
    expect(Object.keys(misspelt)).to.deep.equal(['rout']);
  });
});

describe('placeholders', () => {
  it('are filled in whichever way they are written', () => {
    expect(
      fillIn(`$a ${placeholder('a')} ${placeholder('a:csv')} [$__range]`, { a: 'x', __range: '5m' }),
    ).to.equal('x x x [5m]');
  });

  it('are no groups of a regular expression', () => {
    expect(fillIn('label_replace(up, "a", "$1", "b", "(.*)$")', {})).to.contain('"$1"');
  });

  it('without a value are refused by name', () => {
    expect(() => fillIn('rate(x[$__interval_ms])', { __interval: '1s' })).to.throw(
      '"$__interval_ms" in rate(x[$__interval_ms]) has no value; there is __interval',
    );
  });

  it('of rates span at least four scrapes, and more when the range is wide', () => {
    expect(macros({ ...shown, from: new Date(shown.to.getTime() - 60_000) }).__rate_interval).to.equal('60s');
    expect(
      macros({ ...shown, from: new Date(shown.to.getTime() - 7 * 86_400_000) }).__rate_interval,
    ).to.equal('620s');
  });

  it('are as far apart as a panel wants its points, and a rate still spans from one point to the next', () => {
    const hour = { ...shown, from: new Date(shown.to.getTime() - 3_600_000) };
    expect(macros(hour).__interval).to.equal('15s');
    for (const pace of [{ maxDataPoints: 60 }, { minStepSeconds: 60 }])
      expect(macros({ ...hour, ...pace })).to.include({ __interval: '60s', __rate_interval: '75s' });
  });

  it('chosen by a person are taken literally in a regular expression', () => {
    expect(asPattern('1.2+x')).to.equal(String.raw`1\\.2\\+x`);
  });
});
