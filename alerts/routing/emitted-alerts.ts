/** Every alert that the rules of the catalog can emit, by the labels that routes look at. */
import { ruleGroupsOf } from '../rules.ts';
import type { ServiceDefinition } from '../service-definition.ts';

/** Labels of one alert as Alertmanager gets it; `alertname` is among them, `environment` is the target's own. */
export type AlertLabels = Readonly<Record<string, string>>;

/** One set of labels for each that differs, in a stable order: by service, alert name, objective, signal, severity. */
export function emittedAlerts(services: readonly ServiceDefinition[]): AlertLabels[] {
  const alerts = new Map<string, AlertLabels>();
  for (const service of services)
    for (const { rules } of ruleGroupsOf(service))
      for (const rule of rules) {
        if (!('alert' in rule)) continue;
        const { slo = '', signal = '', severity = '', owner = '' } = rule.labels;
        const labels = { service: service.name, alertname: rule.alert, slo, signal, severity, owner };
        const given = Object.entries(labels).filter(([, value]) => value !== '');
        alerts.set(Object.values(labels).join('\n'), Object.fromEntries(given));
      }
  const ordered = [...alerts].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return ordered.map(([, labels]) => labels);
}
