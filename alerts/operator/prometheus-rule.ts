/** The rules of a service as the Prometheus Operator's PrometheusRule: the same groups, in an envelope. */
import type { IPrometheusRule } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PrometheusRule';
import type { RuleGroup } from '../rule.ts';
import { objectMetadata } from './object-metadata.ts';
import type { OperatorSetting } from './setting.ts';

/**
 * A Prometheus object that sets `enforcedNamespaceLabel` rewrites every expression and every result to carry that label;
 * `excludedFromEnforcement` is where these rules belong then, since one set of rules watches every environment.
 * Throws an Error that names the service when it is no name in Kubernetes.
 */
export function prometheusRule(
  service: string,
  groups: readonly RuleGroup[],
  { labels, ruleLabels, ...setting }: OperatorSetting,
): IPrometheusRule {
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: objectMetadata('service', service, { ...setting, labels: { ...labels, ...ruleLabels } }),
    spec: { groups: groups.map((group) => ({ ...group, rules: [...group.rules] })) },
  };
}
