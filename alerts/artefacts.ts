/** Every file that `npm run alerts` writes, as a map of path below alerts/generated/ to text. */
import { stringify } from 'yaml';
import { madeFrom } from './made-from.ts';
import { operatorArtefacts } from './operator/artefacts.ts';
import { recordOf, renderRecord } from './plan/plan-record.ts';
import { type PrometheusSetting, prometheusConfig } from './prometheus-config.ts';
import { renderRuleTests } from './proof/render-rule-tests.ts';
import { ruleTestsOf } from './proof/rule-tests.ts';
import { alertmanagerConfig } from './routing/alertmanager-config.ts';
import { secretsFolder } from './routing/channel-config.ts';
import { renderRoutesTable } from './routing/routes-table.ts';
import { routingTree } from './routing/routing-tree.ts';
import { ruleGroupsOf } from './rules.ts';
import { runtimeCatalog } from './runtime-catalog.ts';
import { ordinaryScrape, type ServiceDefinition } from './service-definition.ts';

/** All of them at once; `sources` is the folder with a file for each of these services. */
export function alertArtefacts(
  services: readonly ServiceDefinition[],
  sources = 'alerts/catalog',
): Map<string, string> {
  return new Map(alertFiles(services, sources));
}

/** The same one by one: the tests of a hundred services are more than anyone wants to hold. */
export function* alertFiles(
  services: readonly ServiceDefinition[],
  sources = 'alerts/catalog',
): Generator<readonly [string, string]> {
  for (const service of services) {
    yield [`rules/${service.name}.yml`, renderRules(service, sources)];
    const source = `${sources}/${service.name}.ts`;
    for (const [about, tests] of ruleTestsOf(service, `../rules/${service.name}.yml`))
      yield [`tests/${service.name}.${about}.test.yml`, renderRuleTests(tests, source)];
  }
  const tree = routingTree(services);
  const deskWebhookUrl = 'http://desk:8080/api/alerts';
  yield ['alertmanager.yml', renderYaml(alertmanagerConfig(tree, { deskWebhookUrl }))];
  yield [
    'alertmanager.paging.yml',
    renderYaml(alertmanagerConfig(tree, { deskWebhookUrl, secretsDir: secretsFolder })),
  ];
  yield* operatorArtefacts(services, { sources });
  yield ['routes.md', renderRoutesTable(services)];
  yield ['prometheus.yml', renderYaml(prometheusConfig(shippedPrometheus))];
  yield ['plan.json', renderRecord(recordOf(services))];
  yield ['catalog.json', `${JSON.stringify(runtimeCatalog(services), null, 2)}\n`];
}

const shippedPrometheus: PrometheusSetting = {
  scrapeInterval: ordinaryScrape.interval,
  ruleFiles: ['/etc/prometheus/rules/*.yml'],
  targetFiles: ['/etc/prometheus/targets/*.json'],
  alertmanagers: ['alertmanager:9093'],
  platformTargets: {
    prometheus: 'localhost:9090',
    alertmanager: 'alertmanager:9093',
    loki: 'loki:3100',
    jaeger: 'jaeger:8888',
  },
};

export function renderRules(service: ServiceDefinition, sources = 'alerts/catalog'): string {
  return renderYaml({ groups: ruleGroupsOf(service) }, `${sources}/${service.name}.ts`);
}

/** YAML with a line that says where it comes from; lines are never folded, so that a diff shows one rule as one line. */
export function renderYaml(document: object, source = 'alerts/'): string {
  return `${madeFrom(source)}${stringify(document, { lineWidth: 0, aliasDuplicateObjects: false })}`;
}
