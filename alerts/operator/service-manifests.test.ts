import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type IPrometheusRule,
  PrometheusRule,
} from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PrometheusRule';
import { ServiceMonitor } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/ServiceMonitor';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { parse, parseAllDocuments } from 'yaml';
import { requireProgram, runProgram } from '../../programs/find.ts';
import { targetLabels } from '../../service/signals.ts';
import { renderRules } from '../artefacts.ts';
import { catalog, serviceNamed } from '../catalog.ts';
import { exampleCatalog } from '../examples/catalog.ts';
import { ruleGroupsOf } from '../rules.ts';
import { operatorArtefacts } from './artefacts.ts';
import { prometheusRules } from './prometheus-rule.ts';
import { serviceMonitor } from './service-monitor.ts';
import { ordinarySetting } from './setting.ts';
import { schemaFaults } from './testing/schema-faults.ts';

const desk = serviceNamed('desk');
const [rules] = prometheusRules(desk.name, ruleGroupsOf(desk), ordinarySetting);
const monitor = serviceMonitor(desk, ordinarySetting);

describe('the objects of a service for the Prometheus Operator', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'operator-rules-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  // The monitoring is told by the jobs of this installation, which a cluster calls otherwise.
  for (const service of [desk, ...exampleCatalog]) {
    const manifests = documentsOf(service.name);

    it(`${service.name}: the operator's schemas take them, with no field that they do not know`, () => {
      expect(manifests.flatMap(schemaFaults)).to.deep.equal([]);
      const monitors = manifests.filter((manifest) => ServiceMonitor.is(manifest));
      expect(monitors).to.have.length(['desk', 'checkout', 'mailer'].includes(service.name) ? 1 : 0);
    });

    it(`${service.name}: the rules are those of the native file, and promtool takes them out of the objects`, async function () {
      this.timeout(60_000);
      const native: unknown = parse(renderRules(service));
      const groups = manifests.filter((manifest) => PrometheusRule.is(manifest)).flatMap(groupsOf);
      expect({ groups }).to.deep.equal(native);
      const file = join(folder, `${service.name}.json`);
      await writeFile(file, JSON.stringify({ groups }));
      const promtool = await requireProgram('promtool');
      const { exitCode, stdout, stderr } = await runProgram(promtool, ['check', 'rules', file]);
      expect(exitCode, `${stdout}${stderr}`).to.equal(0);
    });
  }

  it('split rules that kubectl could not apply in one object, without tearing or losing a group', () => {
    const groups = Array.from({ length: 60 }, (_, copy) =>
      ruleGroupsOf(desk).map((group) => ({ ...group, name: `${group.name}-${copy}` })),
    ).flat();
    const parts = prometheusRules('desk', groups, ordinarySetting);
    expect(parts.length).to.be.above(2);
    expect(parts.map(({ metadata }) => metadata?.name).slice(0, 3)).to.deep.equal([
      'desk',
      'desk.2',
      'desk.3',
    ]);
    expect(parts.flatMap(groupsOf)).to.deep.equal(groups);
    for (const part of parts) {
      expect(schemaFaults(part)).to.deep.equal([]);
      expect(JSON.stringify(part).length).to.be.below(256 * 1024);
    }
  });

  it('carry the labels by which the operator selects them, and a namespace where one is set', () => {
    const setting = { ...ordinarySetting, namespace: 'monitoring' };
    const labels = { 'app.kubernetes.io/name': 'desk', release: 'kube-prometheus-stack' };
    expect(prometheusRules('desk', [], setting)[0]?.metadata).to.deep.equal({
      name: 'desk',
      namespace: 'monitoring',
      labels: { ...labels, role: 'alert-rules' },
    });
    expect(serviceMonitor(desk, setting).metadata).to.deep.equal({
      name: 'desk',
      namespace: 'monitoring',
      labels,
    });
  });

  it('scrape at the interval at which the counts are taken', () => {
    const scraped = serviceMonitor(
      { name: 'desk', scrape: { interval: '30s', timeout: '10s' } },
      ordinarySetting,
    );
    expect(scraped.spec.endpoints?.[0]).to.include({ interval: '30s', scrapeTimeout: '10s' });
    expect(monitor.spec.endpoints?.[0]).to.include({ interval: '15s', scrapeTimeout: '5s' });
  });

  it('attach the labels of targets that Prometheus does not attach itself', () => {
    const attached = monitor.spec.endpoints?.[0]?.relabelings?.map(({ targetLabel }) => targetLabel);
    expect(new Set(attached)).to.deep.equal(
      new Set(targetLabels.filter((label) => label !== 'instance' && label !== 'job')),
    );
  });

  for (const name of ['Desk', 'desk-', '-desk', 'desk_api', 'a'.repeat(64), ''])
    it(`refuse the name "${name}", which Kubernetes would refuse`, () => {
      expect(() => prometheusRules(name, [], ordinarySetting)).to.throw(`service "${name}": Kubernetes`);
      expect(() => serviceMonitor({ name }, ordinarySetting)).to.throw(`service "${name}": Kubernetes`);
      expect(() => prometheusRules('desk', [], { ...ordinarySetting, namespace: name })).to.throw(
        `namespace "${name}": Kubernetes`,
      );
    });
});

describe("the operator's schemas", () => {
  const [group] = rules?.spec.groups ?? [];
  const [endpoint] = monitor.spec.endpoints ?? [];
  const withGroup = (fields: object): object => ({ ...rules, spec: { groups: [{ ...group, ...fields }] } });
  const withRule = (fields: object): object => withGroup({ rules: [{ ...group?.rules?.[0], ...fields }] });
  const withEndpoint = (fields: object): object => ({
    ...monitor,
    spec: { ...monitor.spec, endpoints: [{ ...endpoint, ...fields }] },
  });
  const rule = '/spec/groups/0/rules/0';

  it('know what the rules may use: query_offset and keep_firing_for', () => {
    expect(schemaFaults(withGroup({ query_offset: '5s' }))).to.deep.equal([]);
    expect(schemaFaults(withRule({ keep_firing_for: '1m' }))).to.deep.equal([]);
  });

  const refused: readonly [string, object, string][] = [
    [
      'a misspelt field of a rule',
      withRule({ keep_fireing_for: '1m' }),
      `${rule}/keep_fireing_for is unknown`,
    ],
    ['a misspelt field of a group', withGroup({ intervall: '15s' }), '/spec/groups/0/intervall is unknown'],
    [
      'a misspelt field of an endpoint',
      withEndpoint({ scrapeTimeOut: '5s' }),
      '/spec/endpoints/0/scrapeTimeOut is unknown',
    ],
    [
      'an unknown field of a relabeling',
      withEndpoint({ relabelings: [{ target: 'a' }] }),
      '/spec/endpoints/0/relabelings/0/target is unknown',
    ],
    ['an unknown object at the top', { ...rules, rules: { a: 1 } }, '/rules is unknown'],
    [
      'an unknown field of the metadata',
      { ...rules, metadata: { title: 'desk' } },
      '/metadata/title is unknown',
    ],
    [
      'an empty keep_firing_for',
      withRule({ keep_firing_for: '' }),
      `${rule}/keep_firing_for must NOT be shorter than 1 character`,
    ],
    ['a number for a label', withRule({ labels: { tier: 1 } }), `${rule}/labels/tier must be string`],
    [
      'an interval that is no duration',
      withEndpoint({ interval: '15 s' }),
      '/spec/endpoints/0/interval must match pattern',
    ],
    [
      'an unknown action of a relabeling',
      withEndpoint({ relabelings: [{ action: 'attach' }] }),
      '/spec/endpoints/0/relabelings/0/action must be equal to one of the allowed values',
    ],
    [
      'a group without a name',
      withGroup({ name: undefined }),
      '/spec/groups/0 must have required property name',
    ],
    ['an object of another kind', { ...rules, kind: 'PrometheusRules' }, 'apiVersion and kind'],
  ];
  for (const [what, manifest, fault] of refused)
    it(`refuse ${what}`, () => {
      expect(schemaFaults(JSON.parse(JSON.stringify(manifest))).join('\n')).to.include(fault);
    });
});

function documentsOf(service: string): object[] {
  const text = operatorArtefacts([...catalog, ...exampleCatalog]).get(`operator/${service}.yml`) ?? '';
  return parseAllDocuments(text).map((document): object => document.toJS());
}

function groupsOf({ spec }: IPrometheusRule): object[] {
  return spec.groups ?? [];
}
