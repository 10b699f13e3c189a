/** The rules of a service as the Prometheus Operator's PrometheusRule: the same groups, in an envelope. */
import type { IPrometheusRule } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PrometheusRule';
import type { RuleGroup } from '../rule.ts';
import { objectMetadata } from './object-metadata.ts';
import type { OperatorSetting } from './setting.ts';

/**
 * `kubectl apply` keeps a copy of the object as JSON in an annotation, and Kubernetes takes 256 KiB of annotations; the
 * operator refuses rules of more than 512 KiB. Some fifteen objectives fit.
 */
const specBytesLimit = 240_000;

/**
 * One object, and `<service>.2` and so on for the groups that do not fit any more; no service has a dot in its name.
 * Throws an Error that names the service when it is no name in Kubernetes.
 */
export function prometheusRules(
  service: string,
  groups: readonly RuleGroup[],
  { labels, ruleLabels, ...setting }: OperatorSetting,
): IPrometheusRule[] {
  const metadata = objectMetadata('service', service, { ...setting, labels: { ...labels, ...ruleLabels } });
  return fittingParts(groups).map((part, index) => ({
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { ...metadata, name: index === 0 ? service : `${service}.${index + 1}` },
    spec: { groups: part.map((group) => ({ ...group, rules: [...group.rules] })) },
  }));
}

/** At least one part; a group is never torn, since its rules read each other's results in order. */
function fittingParts(groups: readonly RuleGroup[]): RuleGroup[][] {
  const first: RuleGroup[] = [];
  const parts = [first];
  let part = first;
  let bytes = 0;
  for (const group of groups) {
    const size = Buffer.byteLength(JSON.stringify(group));
    if (part.length > 0 && bytes + size > specBytesLimit) {
      part = [];
      parts.push(part);
      bytes = 0;
    }
    part.push(group);
    bytes += size;
  }
  return parts;
}
