/** What is refused of a catalog file, and what is taken, against Prometheus' own parser. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { requireProgram, runProgram } from '../../programs/find.ts';
import { renderYaml } from '../artefacts.ts';
import { desk } from '../catalog/desk.ts';
import { renderPromql, selector } from '../promql.ts';
import { rawQueryRefusals } from './raw-query-refusals.ts';
import { patternFault } from './selector-shape.ts';

// biome-ignore format: a list to look through
const patterns = [
  '5..', '/health.*|/metrics', '(?i)get|post', '(?i:a)b', '(?P<n>a)', '\\d+\\.\\pL', '[]a]', '[[:alpha:]]+', '\\x{10FFFF}',
  'a{,3}', 'a{1000}', '\\Qa.b\\E', '(?m)^a$', '\\-\\_\\/', '\\12', '', ' ',
  '(?=x)', '(?!x).*', '(?<=a)b', '(?<!a)b', '(?<n>a)', '(a)\\1', '(?P=n)', '\\k<n>', '(?>a)', 'a++', 'a**', 'x{2}{3}',
  'a{1001}', 'a{2,1}', '[^]', '[b-a]', '[[:foo:]]', '(', ')', '*a', '\\u0041', '\\cA', '\\8', '\\é', '\\Z', '\\p{Foo}', '(?#c)',
];

// biome-ignore format: a list to look through
const texts = [
  'sum(increase(x[$window]))', 'sum by (environment) (rate(x{a="b"}[$window] offset 5m)) * 60',
  'sum(sum_over_time((x == bool 0)[$window:15s]))', 'max_over_time(x[$window])', '(increase((x[$window])))',
  'count_over_time(x[$window]) - on (a) group_left y', 'quantile_over_time(0.9, x[$window])', 'increase(x[$window]) or vector(0)',
  'sum(increase(x[$window])', 'sum(x[$window])', 'increase(x)', 'rate(sum(x[$window]))', 'increse(x[$window])',
  'x[$window]', 'sum(rate(x[$window])) +', 'sum_over_time(x) + increase(y[$window])', 'x{a=b}[$window]', 'increase(x[$window]) by (a)',
];

describe('what is refused, asked of Prometheus', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tocsin-parser-'));
  });
  after(() => rm(folder, { recursive: true }));

  /** Which of these expressions Prometheus refuses: it tells of every rule of a file. */
  const refused = async (exprs: readonly string[]): Promise<boolean[]> => {
    const promtool = await requireProgram('promtool');
    const file = join(folder, 'rules.yml');
    const rules = exprs.map((expr, index) => ({ record: `expr_${index}_`, expr }));
    await writeFile(file, renderYaml({ groups: [{ name: 'g', rules }] }));
    const { stdout, stderr } = await runProgram(promtool, ['check', 'rules', file]);
    return rules.map(({ record }) => `${stdout}${stderr}`.includes(`"${record}"`));
  };

  it('agrees on every regular expression', async function () {
    this.timeout(60_000);
    const exprs = patterns.map((value) => renderPromql(selector('x', { a: { op: '=~', value }, b: 'c' })));
    const [theirs, ours] = [await refused(exprs), patterns.map((value) => patternFault(value) !== undefined)];
    expect(patterns.filter((_, index) => theirs[index] !== ours[index])).to.deep.equal([]);
    expect(ours.filter((isRefused) => isRefused).length).to.be.within(20, patterns.length - 15);
  });

  it('agrees on every PromQL text', async function () {
    this.timeout(60_000);
    const theirs = await refused(texts.map((text) => `sum(${text.replaceAll('$window', '5m')})`));
    const [objective] = desk.objectives;
    const ours = texts.map((rawTotal) => {
      const raw = { ...objective, events: { rawTotal, rawBad: 'increase(x[$window])' } };
      return rawQueryRefusals(desk, raw).length > 0;
    });
    expect(texts.filter((_, index) => theirs[index] !== ours[index])).to.deep.equal([]);
    expect(ours.filter((isRefused) => isRefused).length).to.equal(10);
  });
});
