/**
 * What the operator's schemas have against an object, unknown fields included. The validators are those that
 * @kubernetes-models/prometheus-operator makes from the operator's Go types. They pass over a field that they do not know,
 * as an API server does unless it is asked to be strict, which then drops the field: so their reads are watched, and what
 * none of them ever read is unknown. Rules in CEL are not among what they check.
 */
import {
  PrometheusRule,
  ServiceMonitor,
} from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1';
import {
  AlertmanagerConfig,
  Route,
} from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1alpha1';

interface Schema {
  readonly prototype: { validate(): void };
}

/** One line for each fault, with the path of the field; none for an object that the operator takes as it stands. */
export function schemaFaults(manifest: object): string[] {
  if (AlertmanagerConfig.is(manifest))
    return [
      ...faultsOf(manifest, AlertmanagerConfig, '', ['/spec/route/routes']),
      ...childRouteFaults(manifest.spec.route, '/spec/route'),
    ];
  if (PrometheusRule.is(manifest)) return faultsOf(manifest, PrometheusRule);
  if (ServiceMonitor.is(manifest)) return faultsOf(manifest, ServiceMonitor);
  return ['apiVersion and kind are of no object that is known here'];
}

/** To the schema a child route is any JSON, since it holds itself; the operator reads it as a route, strictly. */
function childRouteFaults(route: unknown, path: string): string[] {
  if (typeof route !== 'object' || route === null || !('routes' in route) || !Array.isArray(route.routes))
    return [];
  return route.routes.flatMap((child: unknown, index) => {
    const at = `${path}/routes/${index}`;
    if (typeof child !== 'object' || child === null) return [`${at} must be object`];
    return [...faultsOf(child, Route, at, [`${at}/routes`]), ...childRouteFaults(child, at)];
  });
}

/** The one field in use that the validators pass over although the operator knows it, since they take its name for a comment. */
const overlooked = /\/pagerdutyConfigs\/\d+\/description$/;

/** @param free paths below which anything may stand */
function faultsOf(value: object, schema: Schema, path = '', free: readonly string[] = []): string[] {
  const read = new Set(free);
  const faults: string[] = [];
  try {
    schema.prototype.validate.call(watched(structuredClone(value), path, read));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    faults.push(...error.message.split(', ').map((fault) => fault.replace(/^data/, path)));
  }
  const unknown = pathsOf(value, path, free).filter((field) => !read.has(field) && !overlooked.test(field));
  return [...faults, ...unknown.map((field) => `${field} is unknown`)];
}

/** The same value, whose every read leaves its path in `read`. */
function watched(value: object, path: string, read: Set<string>): object {
  return new Proxy(value, {
    get(target, key, receiver) {
      const inner: unknown = Reflect.get(target, key, receiver);
      if (typeof key === 'symbol') return inner;
      const at = `${path}/${key}`;
      read.add(at);
      return typeof inner === 'object' && inner !== null ? watched(inner, at, read) : inner;
    },
  });
}

function pathsOf(value: object, path: string, free: readonly string[]): string[] {
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = `${path}/${key}`;
    if (free.includes(at) || typeof inner !== 'object' || inner === null) return [at];
    return [at, ...pathsOf(inner, at, free)];
  });
}
