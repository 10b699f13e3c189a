/** How the operator's Prometheus finds and scrapes a service: the targets and labels that file_sd gives elsewhere. */
import type { IRelabelConfig } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/RelabelConfig';
import type { IServiceMonitor } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/ServiceMonitor';
import type { TargetLabel } from '../../service/signals.ts';
import { ordinaryScrape, type ServiceDefinition } from '../service-definition.ts';
import { nameLabel, objectMetadata } from './object-metadata.ts';
import type { OperatorSetting } from './setting.ts';

/**
 * Selects the Kubernetes Services that carry `app.kubernetes.io/name: <service>` in every namespace, since one set of
 * rules watches every environment. Throws an Error that names the service when it is no name in Kubernetes.
 */
export function serviceMonitor(
  { name, scrape = ordinaryScrape }: Pick<ServiceDefinition, 'name' | 'scrape'>,
  setting: OperatorSetting,
): IServiceMonitor {
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    metadata: objectMetadata('service', name, setting),
    spec: {
      // Not the Kubernetes Service's name: a pod behind two of them is one target then, and is counted once.
      jobLabel: nameLabel,
      selector: { matchLabels: { [nameLabel]: name } },
      namespaceSelector: { any: true },
      endpoints: [
        {
          ...setting.metrics,
          interval: scrape.interval,
          scrapeTimeout: scrape.timeout,
          relabelings: Object.values(targetRelabelings(name, setting)).flat(),
        },
      ],
    },
  };
}

/** They follow the operator's own, which set `service` to the Kubernetes Service's name. */
function targetRelabelings(
  service: string,
  { podLabels }: OperatorSetting,
): Record<TargetLabel, IRelabelConfig[]> {
  return {
    service: [{ targetLabel: 'service', replacement: service }],
    // A namespace for each environment is usual; a pod that says otherwise is believed.
    environment: [
      { sourceLabels: ['__meta_kubernetes_namespace'], targetLabel: 'environment' },
      fromPodLabel('environment', podLabels.environment),
    ],
    // From the pod and not from its Service, so that two releases side by side are told apart.
    release: [fromPodLabel('release', podLabels.release)],
    // The pod's address and the operator's job are told apart as they are.
    instance: [],
    job: [],
  };
}

/** Pods without the label leave the target as it is. */
function fromPodLabel(targetLabel: TargetLabel, podLabel: string): IRelabelConfig {
  return {
    sourceLabels: [`__meta_kubernetes_pod_label_${podLabel.replaceAll(/[^a-zA-Z0-9_]/g, '_')}`],
    regex: '(.+)',
    targetLabel,
  };
}
