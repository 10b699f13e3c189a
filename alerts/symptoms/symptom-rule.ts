/** One symptom as a Prometheus alerting rule. */
import { durationSeconds } from '../duration.ts';
import { runbookPath } from '../links.ts';
import { renderPromql } from '../promql.ts';
import type { AlertingRule } from '../rule.ts';
import { fixedLabels } from '../series-labels.ts';
import type { ServiceDefinition } from '../service-definition.ts';
import { hasEnvironments } from './proof/place.ts';
import type { Symptom } from './symptom.ts';
import { symptomPath } from './symptom-link.ts';

export function symptomRule(symptom: Symptom, service: ServiceDefinition): AlertingRule {
  const { alert, level, headline, finding } = symptom;
  return {
    alert,
    expr: renderPromql(symptom.expr),
    for: level.hold,
    ...(durationSeconds(level.keepFiringFor) === 0 ? {} : { keep_firing_for: level.keepFiringFor }),
    labels: symptomLabels(symptom, service),
    annotations: {
      summary: `${whereOf(symptom, service)}: ${headline}`,
      description: `${finding} Told from here on because ${level.reason}.`,
      runbook_url: runbookPath(alert),
      dashboard_url: symptomPath(service, symptom.signal),
    },
  };
}

/** What the rule attaches; the environment comes from the series, unless it is one that they do not tell. */
export function symptomLabels(
  { alert, severity, signal }: Symptom,
  { name, owner, symptoms = {} }: ServiceDefinition,
): Record<string, string> {
  const adjusted = symptoms[alert];
  const { environment } = fixedLabels(signal.labels);
  return {
    ...(environment === undefined ? {} : { environment }),
    service: name,
    signal: signal.kind,
    ...(signal.component === undefined ? {} : { component: signal.component }),
    severity,
    owner: (adjusted !== undefined && 'owner' in adjusted ? adjusted.owner : undefined) ?? owner,
  };
}

function whereOf({ signal, mayBeNowhere = false }: Symptom, { name }: ServiceDefinition): string {
  const part = signal.component === undefined ? name : `${name} (${signal.component})`;
  const { environment } = fixedLabels(signal.labels);
  if (environment !== undefined) return `${part} in ${environment}`;
  if (!hasEnvironments(signal)) return part;
  return mayBeNowhere
    ? `${part}{{ with $labels.environment }} in {{ . }}{{ end }}`
    : `${part} in {{ $labels.environment }}`;
}
