/** Prometheus' own series about pending and firing alerts; see its documentation on alerting rules. */
import { type LabelCondition, type Selector, selector } from '../alerts/promql.ts';

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
