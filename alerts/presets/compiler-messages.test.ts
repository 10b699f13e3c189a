import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { runCommand } from '../../programs/run.ts';

const repository = join(import.meta.dirname, '../..');

/** What somebody writes by mistake, in one definition each, and what must be in the first line about it. */
const mistakes = {
  'a label that the series do not have': {
    code: "promhttp({ of: { jobb: 'x' }, availability: { target: 0.9 } })",
    message:
      /'jobb' does not exist in type 'Where<"code" \| "handler" \| "method">'. Did you mean to write 'job'/,
  },
  'a logical label that there is not': {
    code: "promhttp({ of: { job: 'x' }, labels: { env: 'namespace' } })",
    message: /'env' does not exist in type 'SeriesLabels'/,
  },
  'an option that there is not': {
    code: "promhttp({ of: { job: 'x' }, latncy: { target: 0.9, thresholdSeconds: 1 } })",
    message: /'latncy' does not exist in type 'PromhttpOptions'. Did you mean to write 'latency'/,
  },
  'a window that there is not': {
    code: "promhttp({ of: { job: 'x' }, availability: { target: 0.9, windowDays: 31 } })",
    message: /Type '31' is not assignable to type '7 \| 28 \| 30 \| 90/,
  },
  'a code that gRPC does not know': {
    code: "grpc({ of: { job: 'x' }, faults: ['INTERNAL'] })",
    message: /"INTERNAL"' is not assignable to type 'GrpcCode'. Did you mean '"Internal"'/,
  },
  'a latency of what has no histogram': {
    code: "haproxy({ of: { proxy: 'x' }, latency: { target: 0.9, thresholdSeconds: 1 } })",
    message: /'latency' does not exist in type 'HaproxyOptions'/,
  },
  'a freshness without an age': {
    code: "cronJob({ namespace: 'a', cronjob: 'b', freshness: { target: 0.9 } })",
    message:
      /'maxAgeSeconds' is missing in type '{ target: number; }' but required in type 'PromisedFreshness'/,
  },
  'PromQL without a window': {
    code: "rawPromql({ kind: 'probe', description: 'd', target: 0.9, total: 'rate(x[5m])', bad: 'y[$window]' })",
    message: /"rate\(x\[5m\]\)"' is not assignable to type '`\${string}\$window\${string}`'/,
  },
  'a missing owner': {
    code: "defineService({ name: 'x', tier: 1, description: 'x', objectives: [] })",
    message: /Property 'owner' is missing in type .* but required in type 'ServiceDefinition'/,
  },
  'an owner whom nobody knows': {
    code: "defineService({ name: 'x', owner: 'shopp', tier: 1, description: 'x', objectives: [] })",
    message: /"shopp"' is not assignable to type .*"shop"'. Did you mean '"shop"'/,
  },
  'a kind of signal that there is not': {
    code: "defineService({ ...named, objectives: [], signals: [{ kind: 'cpuu' }] })",
    message: /"cpuu"' is not assignable to type .*Did you mean '"cpu"'/,
  },
  'a symptom that there is not': {
    code: "defineService({ ...named, objectives: [], symptoms: { HighLatncy: { off: 'x' } } })",
    message: /'HighLatncy' does not exist in type 'SymptomAdjustments'. Did you mean to write 'HighLatency'/,
  },
} as const;

const imports = [
  ['cronJob', 'presets/cron-job'],
  ['grpc', 'presets/grpc'],
  ['haproxy', 'presets/haproxy'],
  ['promhttp', 'presets/promhttp'],
  ['rawPromql', 'presets/raw-promql'],
  ['defineService', 'service-definition'],
].map(([name, file]) => `import { ${name} } from '${repository}/alerts/${file}.ts';`);

const head = [...imports, "const named = { name: 'x', owner: 'shop', tier: 1, description: 'x' } as const;"];

describe('the compiler, about a wrong catalog file', () => {
  let folder: string;
  let firstLines: string[];

  before(async function () {
    this.timeout(120_000);
    folder = await mkdtemp(join(tmpdir(), 'tocsin-mistakes-'));
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
    await writeFile(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        extends: join(repository, 'tsconfig.json'),
        compilerOptions: { typeRoots: [join(repository, 'node_modules/@types')] },
        include: ['mistakes.ts'],
      }),
    );
    const definitions = Object.values(mistakes).map(
      ({ code }, index) => `export const mistake${index} = ${code};`,
    );
    await writeFile(join(folder, 'mistakes.ts'), [...head, ...definitions].join('\n'));
    const { stdout } = await runCommand(
      process.execPath,
      [join(repository, 'node_modules/typescript/bin/tsc'), '--project', folder, '--pretty', 'false'],
      { timeoutMs: 110_000 },
    );
    firstLines = stdout.split('\n').filter((line) => /^\S/.test(line));
  });
  after(() => rm(folder, { recursive: true }));

  it('says one thing about each mistake, and nothing about what is right', () => {
    expect(firstLines).to.have.length(Object.keys(mistakes).length);
  });

  for (const [index, [what, { message }]] of Object.entries(mistakes).entries())
    it(`names ${what} in its first line`, () => {
      const line = firstLines.find((candidate) =>
        candidate.includes(`mistakes.ts(${head.length + 1 + index},`),
      );
      expect(line, firstLines.join('\n')).to.match(message);
    });
});
