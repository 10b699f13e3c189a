import { Document, visit } from 'yaml';

/** Kubernetes objects as one YAML file; `source` and `remarks` become its head, a remark for each line. */
export function renderManifests(
  source: string,
  manifests: readonly object[],
  remarks: readonly string[] = [],
): string {
  const head = [`Made from ${source} by "npm run alerts"; do not edit.`, ...remarks];
  return [
    head.map((line) => `${`# ${line}`.trimEnd()}\n`).join(''),
    manifests.map(renderManifest).join('---\n'),
  ].join('');
}

/** Much that reads Kubernetes' files reads YAML 1.1, where a bare 18:00 may be a number and a bare = is no string. */
function renderManifest(manifest: object): string {
  const document = new Document(manifest, { compat: 'yaml-1.1', aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (_key, scalar) => {
      if (scalar.value === '=') scalar.type = 'QUOTE_DOUBLE';
    },
  });
  // Lines are never folded, so that a diff shows one rule as one line.
  return document.toString({ lineWidth: 0 });
}
