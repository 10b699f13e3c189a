/** The files for the Prometheus Operator, as a map of path below alerts/generated/ to text. */
import { platformJobs } from '../prometheus-config.ts';
import { routingTree } from '../routing/routing-tree.ts';
import type { RuleGroup } from '../rule.ts';
import { ruleGroupsOf } from '../rules.ts';
import type { ServiceDefinition } from '../service-definition.ts';
import { selectorsOfService } from '../service-selectors.ts';
import { alertmanagerConfigRemarks, operatorAlertmanagerConfig } from './alertmanager-config.ts';
import { prometheusRules } from './prometheus-rule.ts';
import { renderManifests } from './render-manifests.ts';
import { serviceMonitor } from './service-monitor.ts';
import { serviceRemarks } from './service-remarks.ts';
import { type OperatorSetting, ordinarySetting } from './setting.ts';

export interface OperatorArtefactsOptions {
  /** The groups of a service, for a caller that has them already. */
  readonly groupsOf?: (service: ServiceDefinition) => readonly RuleGroup[];
  readonly setting?: OperatorSetting;
  /** The folder with a file for each of the services. */
  readonly sources?: string;
}

const alertmanagerConfigFile = 'operator/alertmanager-config.yml';

/** Throws an Error that names a service whose name Kubernetes would refuse, or whose file would be another's. */
export function operatorArtefacts(
  services: readonly ServiceDefinition[],
  {
    groupsOf = ruleGroupsOf,
    setting = ordinarySetting,
    sources = 'alerts/catalog',
  }: OperatorArtefactsOptions = {},
): Map<string, string> {
  const tree = routingTree(services);
  const files = new Map([
    [
      alertmanagerConfigFile,
      renderManifests(
        'alerts/',
        [operatorAlertmanagerConfig(tree, setting)],
        alertmanagerConfigRemarks(tree, setting),
      ),
    ],
  ]);
  for (const service of services.filter((candidate) => !namesJobs(candidate))) {
    const file = `operator/${service.name}.yml`;
    if (file === alertmanagerConfigFile)
      throw new Error(`service "${service.name}": ${file} is the file of the routes; rename the service.`);
    files.set(
      file,
      renderManifests(
        `${sources}/${service.name}.ts`,
        [
          ...prometheusRules(service.name, groupsOf(service), setting),
          ...(isScrapedItself(service) ? [serviceMonitor(service, setting)] : []),
        ],
        isScrapedItself(service) ? serviceRemarks(service.name, setting) : [],
      ),
    );
  }
  return files;
}

/** Whether its series are its own targets', told by the label that a ServiceMonitor attaches; others speak for a mesh or a probe. */
function isScrapedItself(service: ServiceDefinition): boolean {
  return selectorsOfService(service).some(({ matchers }) =>
    matchers.some(({ label, op, value }) => label === 'service' && op === '=' && value === service.name),
  );
}

/**
 * Whether it is told by the jobs of this repository's own Prometheus: in a cluster they are called otherwise, so its rules
 * would miss targets that were never there. There the monitoring is watched by what installed it.
 */
function namesJobs(service: ServiceDefinition): boolean {
  const jobs: readonly string[] = platformJobs;
  return selectorsOfService(service).some(({ matchers }) =>
    matchers.some(({ label, op, value }) => label === 'job' && op === '=' && jobs.includes(value)),
  );
}
