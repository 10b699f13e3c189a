/** Every file that `npm run alerts` writes, as a map of path below alerts/generated/ to text. */
import { stringify } from 'yaml';
import { operatorArtefacts } from './operator/artefacts.ts';
import { recordOf, renderRecord } from './plan/plan-record.ts';
import { prometheusConfig } from './prometheus-config.ts';
import { ruleTestsOf } from './proof/rule-tests.ts';
import { alertmanagerConfig } from './routing/alertmanager-config.ts';
import { secretsFolder } from './routing/channel-config.ts';
import { renderRoutesTable } from './routing/routes-table.ts';
import { routingTree } from './routing/routing-tree.ts';
import { ruleGroupsOf } from './rules.ts';
import { runtimeCatalog } from './runtime-catalog.ts';
import { ordinaryScrape, type ServiceDefinition } from './service-definition.ts';

/** `sources` is the folder with a file for each of these services. */
export function alertArtefacts(
  services: readonly ServiceDefinition[],
  sources = 'alerts/catalog',
): Map<string, string> {
  const files = new Map<string, string>();
  for (const service of services) {
    files.set(`rules/${service.name}.yml`, renderRules(service, sources));
    for (const [tier, tests] of ruleTestsOf(service, `../rules/${service.name}.yml`))
      files.set(`tests/${service.name}.${tier}.test.yml`, renderYaml(tests, `${sources}/${service.name}.ts`));
  }
  const tree = routingTree(services);
  const deskWebhookUrl = 'http://desk:8080/api/alerts';
  files.set('alertmanager.yml', renderYaml(alertmanagerConfig(tree, { deskWebhookUrl })));
  files.set(
    'alertmanager.paging.yml',
    renderYaml(alertmanagerConfig(tree, { deskWebhookUrl, secretsDir: secretsFolder })),
  );
  for (const [file, text] of operatorArtefacts(services, { sources })) files.set(file, text);
  files.set('routes.md', renderRoutesTable(services));
  files.set(
    'prometheus.yml',
    renderYaml(
      prometheusConfig({
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
      }),
    ),
  );
  files.set('plan.json', renderRecord(recordOf(services)));
  files.set('catalog.json', `${JSON.stringify(runtimeCatalog(services), null, 2)}\n`);
  return files;
}

export function renderRules(service: ServiceDefinition, sources = 'alerts/catalog'): string {
  return renderYaml({ groups: ruleGroupsOf(service) }, `${sources}/${service.name}.ts`);
}

/** YAML with a line that says where it comes from; lines are never folded, so that a diff shows one rule as one line. */
export function renderYaml(document: object, source = 'alerts/'): string {
  return `# Made from ${source} by "npm run alerts"; do not edit.\n${stringify(document, { lineWidth: 0, aliasDuplicateObjects: false })}`;
}
