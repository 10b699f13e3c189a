/** Which alerts are pending or firing for this service, as Prometheus sees them. */
import { objectivePanelSlug } from '../../alerts/links.ts';
import { aggregate } from '../../alerts/promql.ts';
import type { ServiceDefinition } from '../../alerts/service-definition.ts';
import { selectAlerts, unlessWatchdog } from '../alert-series.ts';
import type { PanelModel } from '../board.ts';
import { panelLink } from '../navigation.ts';
import { columnQuery } from '../query.ts';
import { inEnvironmentOf } from '../scope.ts';
import { rowsTable } from '../visuals.ts';

export function activeAlertsPanel(service: ServiceDefinition): PanelModel {
  const [first] = service.objectives;
  const links =
    first === undefined ? [] : [panelLink(service, 'errors', objectivePanelSlug(first.name), 'Investigate')];
  const labels = [
    { field: 'alertname', title: 'Alert', width: 240, ...(first === undefined ? {} : { links }) },
    { field: 'alertstate', title: 'State', width: 80 },
    { field: 'severity', title: 'Severity', width: 85 },
    ...(first === undefined
      ? [{ field: 'signal', title: 'Signal' }]
      : [
          { field: 'slo', title: 'Objective' },
          { field: 'tier', title: 'Tier' },
        ]),
  ];
  const alerts = selectAlerts({
    service: service.name,
    ...inEnvironmentOf(service),
    ...unlessWatchdog(service),
  });
  return {
    slug: 'active-alerts',
    title: 'Which alerts are pending or firing?',
    description:
      'Straight from Prometheus, so silenced and inhibited alerts show too. Pending has not paged yet. Critical pages, warning is a ticket. Click the name to investigate; its runbook is runbooks/<Alert>.md.',
    unit: 'none',
    noValue: 'no alert is pending or firing',
    visual: rowsTable(labels, {
      sortBy: 'Severity',
      order: 'alphabetical',
      hide: ['Value'],
    }),
    // Two instances with one fault are one line here.
    queries: [
      columnQuery(
        'alerts',
        aggregate(
          'max',
          labels.map(({ field }) => field),
          alerts,
        ),
      ),
    ],
  };
}
