/** A condition on one label of an alert, as Alertmanager's `matchers` have it. */
export interface Matcher {
  readonly label: string;
  /** The two that are needed; both anchor nothing and compare the whole value. */
  readonly op: '=' | '!=';
  readonly value: string;
}

export function matcher(label: string, op: Matcher['op'], value: string): Matcher {
  return { label, op, value };
}

/** Whether the alert meets all conditions; a label that it lacks has the value "". */
export function matchesAll(matchers: readonly Matcher[], labels: Readonly<Record<string, string>>): boolean {
  return matchers.every(({ label, op, value }) => ((labels[label] ?? '') === value) === (op === '='));
}

/** As `matchers` in alertmanager.yml: `severity="critical"`. Values are quoted as both parsers of Alertmanager read them. */
export function renderMatcher({ label, op, value }: Matcher): string {
  return `${label}${op}"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
