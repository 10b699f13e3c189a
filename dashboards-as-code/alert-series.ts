/** Prometheus' own series about pending and firing alerts; see its documentation on alerting rules. */
import { type LabelCondition, matchesNot, type Selector, selector } from '../alerts/promql.ts';
import type { ServiceDefinition } from '../alerts/service-definition.ts';

export function selectAlerts(
  conditions: {
    readonly [L in
      | 'service'
      | 'environment'
      | 'alertstate'
      | 'alertname'
      | 'slo'
      | 'severity']?: LabelCondition;
  },
): Selector {
  return selector('ALERTS', conditions);
}

/** The watchdog fires always, and has a panel of its own: among the others it would say that something is wrong. */
export function unlessWatchdog({ signals = [] }: ServiceDefinition): { readonly alertname?: LabelCondition } {
  return signals.some(({ kind }) => kind === 'watchdog') ? { alertname: matchesNot('Watchdog') } : {};
}
