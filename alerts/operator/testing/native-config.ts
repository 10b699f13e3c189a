/**
 * For tests: an AlertmanagerConfig back in the form of alertmanager.yml, as the operator's conversion goes (its
 * pkg/alertmanager/amcfg.go), but for names, which it prefixes with namespace and object, and for secrets, which it writes
 * out and this leaves as files.
 */
import type { IAlertmanagerConfig } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1alpha1/AlertmanagerConfig';
import type { IMatcher } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1alpha1/Matcher';
import type { IMuteTimeInterval } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1alpha1/MuteTimeInterval';

export function nativeConfig({ spec }: IAlertmanagerConfig, secretsDir: string): object {
  const { route, receivers, inhibitRules = [], muteTimeIntervals = [] } = spec;
  return {
    route: renamed(route, secretsDir),
    receivers: renamed(receivers, secretsDir),
    inhibit_rules: inhibitRules.map(({ sourceMatch = [], targetMatch = [], equal }) => ({
      source_matchers: sourceMatch.map(matcherText),
      target_matchers: targetMatch.map(matcherText),
      equal,
    })),
    time_intervals: muteTimeIntervals.map(nativeInterval),
  };
}

function nativeInterval({ name, timeIntervals = [] }: IMuteTimeInterval): object {
  return {
    name,
    time_intervals: timeIntervals.map(({ times, ...days }) => ({
      ...days,
      ...(times === undefined
        ? {}
        : { times: times.map(({ startTime, endTime }) => ({ start_time: startTime, end_time: endTime })) }),
      // Without a time zone Alertmanager takes the hours as UTC.
      location: 'UTC',
    })),
  };
}

function renamed(value: unknown, secretsDir: string): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => renamed(item, secretsDir));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]: [string, unknown]) => {
      const name = snakeCase(key);
      if (isSecret(inner)) return [`${name}_file`, `${secretsDir}/${inner.key}`];
      if (key === 'matchers' && Array.isArray(inner)) return [name, inner.map(matcherText)];
      if (isKeyValues(inner)) return [name, Object.fromEntries(inner.map((pair) => [pair.key, pair.value]))];
      return [name, renamed(inner, secretsDir)];
    }),
  );
}

function matcherText({ name, matchType, value }: IMatcher): string {
  return `${name}${matchType}"${value}"`;
}

/** "apiURL" is "api_url", "requireTLS" is "require_tls". */
function snakeCase(key: string): string {
  return key
    .replaceAll(/([a-z])([A-Z]+)/g, (_match, before: string, capitals: string) => `${before}_${capitals}`)
    .toLowerCase();
}

function isSecret(value: unknown): value is { readonly key: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'key' in value &&
    'name' in value &&
    typeof value.key === 'string'
  );
}

function isKeyValues(value: unknown): value is readonly { readonly key: string; readonly value: string }[] {
  return Array.isArray(value) && value.length > 0 && value.every((pair: unknown) => isKeyValue(pair));
}

function isKeyValue(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'key' in value && 'value' in value;
}
