import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parser } from '@prometheus-io/lezer-promql';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { parse } from 'yaml';
import { requireProgram, runProgram } from '../programs/find.ts';
import { alertArtefacts } from './artefacts.ts';
import { catalog, serviceNamed } from './catalog.ts';
import { staleFiles } from './generated-files.ts';
import { ruleGroupsOf } from './rules.ts';

const generated = join(import.meta.dirname, 'generated');

describe('the shipped rules', () => {
  it('are what the catalog renders today', async () => {
    expect(await staleFiles({ dir: generated, files: alertArtefacts(catalog) })).to.deep.equal([]);
  });

  for (const { name } of catalog) {
    it(`${name}: promtool accepts the rules`, async function () {
      this.timeout(60_000);
      const promtool = await requireProgram('promtool');
      const { exitCode, stdout, stderr } = await runProgram(promtool, [
        'check',
        'rules',
        join(generated, `rules/${name}.yml`),
      ]);
      expect(exitCode, `${stdout}${stderr}`).to.equal(0);
    });

    for (const file of testFiles(name))
      it(`${file}: promtool's engine agrees`, async function () {
        this.timeout(180_000);
        const promtool = await requireProgram('promtool');
        const { exitCode, stdout, stderr } = await runProgram(
          promtool,
          ['test', 'rules', join(generated, 'tests', file)],
          { timeoutMs: 170_000 },
        );
        expect(exitCode, `${stdout}${stderr}`).to.equal(0);
      });

    it(`${name}: every rule is spoken of by a test`, () => {
      const tests = testFiles(name)
        .map((file) => readFileSync(join(generated, 'tests', file), 'utf8'))
        .join('');
      for (const rule of ruleGroupsOf(serviceNamed(name)).flatMap(({ rules }) => rules))
        expect(tests).to.include('record' in rule ? `${rule.record}{` : `alertname="${rule.alert}"`);
    });
  }
});

function testFiles(service: string): string[] {
  return readdirSync(join(generated, 'tests')).filter((file) => file.startsWith(`${service}.`));
}

describe('a mutated rule', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tocsin-rules-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('makes the shipped tests fail: they can', async function () {
    this.timeout(180_000);
    const promtool = await requireProgram('promtool');
    const rules = await readFile(join(generated, 'rules/desk.yml'), 'utf8');
    await mkdir(join(folder, 'rules'));
    await mkdir(join(folder, 'tests'));
    await writeFile(join(folder, 'rules/desk.yml'), rules.replaceAll('> 0.0144', '> 0.0288'));
    await writeFile(
      join(folder, 'tests/desk.page-fast.test.yml'),
      await readFile(join(generated, 'tests/desk.page-fast.test.yml')),
    );
    const { exitCode, stdout, stderr } = await runProgram(
      promtool,
      ['test', 'rules', join(folder, 'tests/desk.page-fast.test.yml')],
      { timeoutMs: 170_000 },
    );
    expect(exitCode).to.equal(1);
    expect(`${stdout}${stderr}`).to.include('page-fast');
  });
});

describe('generated PromQL', () => {
  it('parses, placeholders of the desk included', () => {
    const queries: string[] = [];
    for (const [file, text] of alertArtefacts(catalog)) {
      if (file.startsWith('rules/')) queries.push(...exprsOf(parse(text)));
      if (file === 'catalog.json') queries.push(...promqlOf(text));
    }
    expect(queries.length).to.be.greaterThan(20);
    for (const query of queries) expect(isParsed(query), query).to.equal(true);
  });
});

function exprsOf(document: { groups: { rules: { expr: string }[] }[] }): string[] {
  return document.groups.flatMap((group) => group.rules.map((rule) => rule.expr));
}

function promqlOf(text: string): string[] {
  const { services }: { services: { objectives: { queries: Record<string, string> }[] }[] } =
    JSON.parse(text);
  return services
    .flatMap((service) => service.objectives.flatMap((objective) => Object.values(objective.queries)))
    .map((query) => query.replaceAll('$window', '5m'));
}

function isParsed(query: string): boolean {
  let isFaulty = false;
  parser.parse(query).iterate({
    enter: ({ type }) => {
      if (type.isError) isFaulty = true;
    },
  });
  return !isFaulty;
}
