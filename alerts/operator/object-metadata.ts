/** Name, namespace and labels of the objects that the operator reads. */
import type { OperatorSetting } from './setting.ts';

export interface ObjectMetadata {
  name: string;
  namespace?: string;
  labels: Record<string, string>;
}

/**
 * The label that Kubernetes recommends for what a thing is called; the Services of a service are found by it
 * (https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/).
 */
export const nameLabel = 'app.kubernetes.io/name';

/** A label of RFC 1123: what Kubernetes takes for a name and for the value of a label alike. */
const objectName = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** Throws an Error that names `of` ("service", ...) and the name when Kubernetes would refuse it. */
export function objectMetadata(
  of: string,
  name: string,
  { namespace, labels }: Pick<OperatorSetting, 'namespace' | 'labels'>,
): ObjectMetadata {
  assertObjectName(of, name);
  if (namespace !== undefined) assertObjectName('namespace', namespace);
  return {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    labels: { [nameLabel]: name, ...labels },
  };
}

function assertObjectName(of: string, name: string): void {
  if (!objectName.test(name))
    throw new Error(
      `${of} "${name}": Kubernetes takes no object of that name (RFC 1123: 1 to 63 of a-z, 0-9 and "-", a letter or a digit at both ends); rename it.`,
    );
}
