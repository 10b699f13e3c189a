/** Requests fail: where, since when, and what changed? Reads from top to bottom as the runbook does. */
import type { CountedObjective } from '../../alerts/objective.ts';
import type { ServiceDefinition } from '../../alerts/service-definition.ts';
import { type BoardModel, type PlacedPanel, place, type Section } from '../board.ts';
import { sideBySide } from '../grid.ts';
import { availabilityOf, latencyOf, trafficOf } from '../objectives-of.ts';
import { exportsOwnSignals } from '../own-signals.ts';
import { errorsByInstancePanel, errorsByReleasePanel } from '../panels/culprits.ts';
import { queryDurationPanel, queryRatePanel } from '../panels/database.ts';
import { durationHeatmap, p95ByRoutePanel } from '../panels/duration.ts';
import { errorLogsPanel, failingTracesPanel } from '../panels/evidence.ts';
import { objectivePanel } from '../panels/objectives.ts';
import { failingRoutesPanel } from '../panels/routes.ts';
import { signalPanels } from '../panels/signals.ts';
import { errorRatioPanel, errorVolumePanel, volumePanel } from '../panels/traffic.ts';
import { tells, tellsRoutes } from '../scope.ts';
import { serviceBoard } from '../service-board.ts';

export function errorsBoard(service: ServiceDefinition): BoardModel {
  const availability = availabilityOf(service);
  const latency = latencyOf(service);
  const counted = trafficOf(service);
  const budget: Section = {
    slug: 'objectives',
    title: 'Is it bad enough to page?',
    panels: service.objectives.map((objective) => place(objectivePanel(service, objective), 12, 8)),
  };
  const failures: Section[] =
    availability === undefined
      ? [
          {
            slug: 'where',
            title: 'Who brought it?',
            panels: counted === undefined ? [] : culpritPanels(counted),
          },
        ]
      : [
          {
            slug: 'since-when',
            title: 'Since when, and how many?',
            panels: [
              place(errorRatioPanel(availability), 8, 8),
              place(errorVolumePanel(availability), 8, 8),
              place(volumePanel(availability), 8, 8),
            ],
          },
          {
            slug: 'where',
            title: 'Where does it fail?',
            panels: [
              ...(tellsRoutes(availability) ? [place(failingRoutesPanel(service, availability), 24, 9)] : []),
              ...culpritPanels(availability),
            ],
          },
        ];
  const evidence: Section = {
    slug: 'evidence',
    title: 'What do single failures say?',
    panels: [place(errorLogsPanel(service), 14, 12), place(failingTracesPanel(service), 10, 12)],
  };
  const slowness: Section[] =
    latency === undefined
      ? []
      : [
          {
            slug: 'slow',
            title: 'Is it slow as well?',
            panels: sideBySide(
              [durationHeatmap(latency), ...(tellsRoutes(latency) ? [p95ByRoutePanel(latency)] : [])],
              9,
            ),
          },
        ];
  const correlation: Section = {
    slug: 'correlation',
    title: 'What else moved at that time?',
    panels: sideBySide(
      [
        ...signalPanels(service, [
          'cpu',
          'memory',
          'container-memory',
          'event-loop',
          'queue',
          'connection-pool',
        ]),
        ...(exportsOwnSignals(service) ? [queryDurationPanel(service), queryRatePanel(service)] : []),
      ],
      8,
    ),
  };
  return serviceBoard(service, 'errors', {
    description: `Requests of ${service.name} fail: how bad, since when, where, why, and what else moved. Alerts open this board; blue marks are starts, red regions firing alerts.`,
    from: 'now-1h',
    sections: [budget, ...failures, evidence, ...slowness, correlation],
  });
}

/** As far as the series tell. */
function culpritPanels(counted: CountedObjective): PlacedPanel[] {
  return sideBySide(
    [
      ...(tells(counted, 'release') ? [errorsByReleasePanel(counted)] : []),
      ...(tells(counted, 'instance') ? [errorsByInstancePanel(counted)] : []),
    ],
    8,
  );
}
