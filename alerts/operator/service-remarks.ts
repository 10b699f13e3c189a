import { nameLabel } from './object-metadata.ts';
import type { OperatorSetting } from './setting.ts';

/** What has to hold in the cluster for a service's rules to see it, a line for each. */
export function serviceRemarks(service: string, { metrics, podLabels }: OperatorSetting): string[] {
  return [
    '',
    `Scraped are the Kubernetes Services of every namespace with the label ${nameLabel}: ${service}, at their port named`,
    `"${metrics.port}". A pod's label "${podLabels.release}" becomes \`release\`, its label "${podLabels.environment}"`,
    '`environment`, which is the namespace where there is no such label. Where the Prometheus object sets',
    'enforcedNamespaceLabel, put the rules into its excludedFromEnforcement: they watch more than their own namespace.',
  ];
}
