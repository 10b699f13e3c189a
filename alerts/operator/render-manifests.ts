import { stringify } from 'yaml';

/** Kubernetes objects as one YAML file; `source` and `remarks` become its head, a remark for each line. */
export function renderManifests(
  source: string,
  manifests: readonly object[],
  remarks: readonly string[] = [],
): string {
  const head = [`Made from ${source} by "npm run alerts"; do not edit.`, ...remarks];
  return [
    head.map((line) => `${`# ${line}`.trimEnd()}\n`).join(''),
    manifests.map(manifestText).join('---\n'),
  ].join('');
}

/** Quoted as YAML 1.1 needs it, which some tools around Kubernetes still read: there a plain 18:00 is a number. */
function manifestText(manifest: object): string {
  return stringify(manifest, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false });
}
