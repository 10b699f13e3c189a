import { expect } from 'chai';
import { describe, it } from 'mocha';
import { stringify } from 'yaml';
import { importText } from './import-text.ts';
import { renderFinding } from './report.ts';

const slo = {
  apiVersion: 'openslo/v1',
  kind: 'SLO',
  metadata: { name: 'orders' },
  spec: {
    service: 'shop',
    indicator: {
      spec: {
        ratioMetric: {
          counter: true,
          bad: { metricSource: { type: 'Prometheus', spec: { query: 'sum(x{a="b"})' } } },
          total: { metricSource: { type: 'Prometheus', spec: { query: 'sum(x)' } } },
        },
      },
    },
    timeWindow: [{ duration: '28d', isRolling: true }],
    budgetingMethod: 'Occurrences',
    objectives: [{ target: 0.99 }],
  },
};

/** What an import of this text says, faults and refusals only. */
function said(text: string): string[] {
  const { findings } = importText(text, 'f.yaml');
  return findings.filter(({ weight }) => weight !== 'note').map(renderFinding);
}

function saidOf(...documents: object[]): string[] {
  return said(documents.map((document) => stringify(document)).join('---\n'));
}

function withSpec(change: object): object {
  return { ...slo, spec: { ...slo.spec, ...change } };
}

describe('a file that is imported', () => {
  for (const [title, text, line] of [
    ['is no YAML', 'a: b: c', 'error: f.yaml: document 1: is no YAML: Nested mappings are not allowed'],
    ['is a word', 'hello', 'error: f.yaml: document 1: is "hello"; write a mapping'],
    ['is empty', '', 'error: f.yaml: holds no objective'],
    ['says a key twice', 'kind: SLO\nkind: SLO', 'is no YAML: Map keys must be unique'],
    [
      'has no version',
      'kind: SLO',
      'error: f.yaml, document 1: apiVersion: is missing; write apiVersion: openslo/v1',
    ],
    ['has an old version', 'apiVersion: openslo/v1alpha', 'apiVersion: "openslo/v1alpha" is not read'],
    ['has another Sloth', 'version: prometheus/v2', 'version: "prometheus/v2" is not read'],
    ['has an unknown kind', 'apiVersion: openslo/v1\nkind: Slo', 'kind: "Slo": expected one of "SLO"|"SLI"'],
  ] as const)
    it(`is refused when it ${title}`, () => {
      const [first = '', ...others] = said(text);
      expect(first).to.include(line);
      expect(others).to.deep.equal([]);
      expect(importText(text, 'f.yaml').services).to.deep.equal([]);
    });

  it('is told all its faults at once, and gives nothing', () => {
    const broken = {
      ...slo,
      metadata: {},
      spec: { timeWindow: [{ duration: '1 month' }], objectives: [{ target: 99.9 }] },
    };
    expect(saidOf(slo, broken)).to.deep.equal([
      'error: f.yaml, document 2: metadata.name: is missing: expected string.',
      'error: f.yaml, document 2: spec.service: is missing: expected string.',
      'error: f.yaml, document 2: spec.timeWindow[0].duration: "1 month": expected a whole number and one of m, h, d, w, M, Q, Y, such as 28d.',
      'error: f.yaml, document 2: spec.budgetingMethod: is missing: expected one of "Occurrences"|"Timeslices"|"RatioTimeslices".',
      'error: f.yaml, document 2: spec.objectives[0].target: 99.9: expected a share below 1, such as 0.999.',
    ]);
    expect(
      importText([slo, broken].map((document) => stringify(document)).join('---\n'), 'f.yaml').services,
    ).to.deep.equal([]);
  });

  for (const [title, change, line] of [
    [
      'has no window',
      { timeWindow: undefined },
      'spec.timeWindow: is missing, and the specification has no default',
    ],
    [
      'follows a calendar',
      { timeWindow: [{ duration: '1M', calendar: { startTime: '2022-01-01 12:00:00' } }] },
      'spec.timeWindow[0]: is not rolling',
    ],
    [
      'rolls over a month',
      { timeWindow: [{ duration: '1M', isRolling: true }] },
      '1M is no fixed number of days',
    ],
    [
      'rolls over 14 days',
      { timeWindow: [{ duration: '2w', isRolling: true }] },
      '2w is 14 days, no window of the catalog',
    ],
    ['counts slices of time', { budgetingMethod: 'Timeslices' }, 'Timeslices weighs slices of time alike'],
    ['is composite', { objectives: [{ target: 0.9, indicatorRef: 'a' }] }, 'spec.objectives: is composite'],
    ['asks for nothing', { objectives: [{ target: 0 }] }, 'a target of 0 asks for nothing'],
    [
      'refers to an indicator elsewhere',
      { indicator: undefined, indicatorRef: 'far' },
      '"far" is no SLI of this file',
    ],
    [
      'has a name that the catalog cannot have',
      { service: 'My Shop' },
      '"My Shop" is no name of the catalog',
    ],
  ] as const)
    it(`keeps its other objectives when one ${title}`, () => {
      const other = { ...slo, metadata: { name: 'other' } };
      const text = [withSpec(change), other].map((document) => stringify(document)).join('---\n');
      const { services, findings } = importText(text, 'f.yaml');
      const refused = findings.filter(({ weight }) => weight === 'refused').map(renderFinding);
      expect(refused).to.have.lengthOf(1);
      expect(refused[0])
        .to.match(/^not carried: f\.yaml, document 1, SLO "orders": /)
        .and.to.include(line);
      expect(services.flatMap(({ objectives }) => objectives.map(({ name }) => name))).to.deep.equal([
        'other',
      ]);
    });

  it('may not name an objective twice, or mix formats', () => {
    expect(saidOf(slo, slo).join()).to.include('service "shop" has an objective "orders" already');
    expect(saidOf(slo, { version: 'prometheus/v1', service: 'a', slos: [] }).join()).to.include(
      'mixes openslo/v1 and prometheus/v1',
    );
  });

  it('is told of every field that no rule reads', () => {
    const document = {
      ...withSpec({ alertPolicies: [{ alertPolicyRef: 'p' }], constructor: 1 }),
      extra: { a: 1 },
    };
    const notes = importText(stringify(document), 'f.yaml').findings.map(({ path }) => path);
    expect(notes).to.include.members(['spec.alertPolicies', 'spec.constructor', 'extra']);
  });

  it('is read in seconds when it holds 2,000 objectives', () => {
    const documents = Array.from({ length: 2_000 }, (_, index) => ({
      ...slo,
      metadata: { name: `o-${index}` },
      spec: { ...slo.spec, service: `shop-${index % 20}` },
    }));
    const { services } = importText(JSON.stringify(documents), 'f.yaml');
    expect(services).to.have.lengthOf(20);
    expect(services[0]?.objectives).to.have.lengthOf(100);
  });
});
