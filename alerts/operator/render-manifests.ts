import { yamlText } from '../yaml-text.ts';

/** Kubernetes objects as one YAML file; `source` and `remarks` become its head, a remark for each line. */
export function renderManifests(
  source: string,
  manifests: readonly object[],
  remarks: readonly string[] = [],
): string {
  const head = [`Made from ${source} by "npm run alerts"; do not edit.`, ...remarks];
  return [
    head.map((line) => `${`# ${line}`.trimEnd()}\n`).join(''),
    manifests.map(yamlText).join('---\n'),
  ].join('');
}
