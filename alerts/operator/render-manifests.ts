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

/** JSON, which is YAML of any version: some tools around Kubernetes still read 1.1, where a plain 18:00 is a number. */
function manifestText(manifest: object): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
