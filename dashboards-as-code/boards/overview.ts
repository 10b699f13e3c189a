/** How is the service? What a person looks at first, and every morning. */
import type { ServiceDefinition } from '../../alerts/service-definition.ts';
import { type BoardModel, place, type Section } from '../board.ts';
import { columns, sideBySide } from '../grid.ts';
import { availabilityOf, latencyOf, trafficOf } from '../objectives-of.ts';
import { exportsOwnSignals } from '../own-signals.ts';
import { activeAlertsPanel } from '../panels/alerts.ts';
import { durationPanel, p95Number } from '../panels/duration.ts';
import { budgetLeftPanel, burnRatePanel } from '../panels/objectives.ts';
import { routesPanel } from '../panels/routes.ts';
import { signalPanels } from '../panels/signals.ts';
import {
  errorRatioByRoutePanel,
  errorRatioNumber,
  errorRatioPanel,
  inFlightPanel,
  rateByRoutePanel,
  releaseTrafficPanel,
  requestRateNumber,
  volumePanel,
} from '../panels/traffic.ts';
import { tells, tellsRoutes } from '../scope.ts';
import { serviceBoard } from '../service-board.ts';

export function overviewBoard(service: ServiceDefinition): BoardModel {
  const availability = availabilityOf(service);
  const latency = latencyOf(service);
  const counted = trafficOf(service);
  const numbers = [
    ...(availability === undefined
      ? []
      : [requestRateNumber(availability), errorRatioNumber(service, availability)]),
    ...(latency === undefined ? [] : [p95Number(latency)]),
  ];
  const duration = latency === undefined ? [] : [place(durationPanel(latency), 8, 8)];
  const now: Section = {
    slug: 'now',
    title: 'Is anything wrong now?',
    panels: [
      place(activeAlertsPanel(service), columns - 4 * numbers.length, 6),
      ...numbers.map((panel) => place(panel, 4, 6)),
    ],
  };
  const budget: Section = {
    slug: 'budget',
    title: 'How long will the objectives hold?',
    panels: service.objectives.flatMap((objective) => [
      place(budgetLeftPanel(service, objective), 5, 7),
      place(burnRatePanel(service, objective), 19, 7),
    ]),
  };
  const traffic: Section = {
    slug: 'traffic',
    title: 'What do users get?',
    panels:
      availability === undefined
        ? duration
        : [
            ...(tellsRoutes(availability)
              ? [
                  place(rateByRoutePanel(availability), 8, 8),
                  place(errorRatioByRoutePanel(service, availability), 8, 8),
                ]
              : [place(volumePanel(availability), 8, 8), place(errorRatioPanel(availability), 8, 8)]),
            ...duration,
          ],
  };
  const routes: Section[] =
    availability === undefined || !tellsRoutes(availability)
      ? []
      : [
          {
            slug: 'by-route',
            title: 'Which part of it?',
            panels: [place(routesPanel(service, availability, latency), 24, 10)],
          },
        ];
  const changed: Section = {
    slug: 'changed',
    title: 'What changed?',
    panels: sideBySide(
      [
        ...(counted !== undefined && tells(counted, 'release') ? [releaseTrafficPanel(counted)] : []),
        ...signalPanels(service, ['targets', 'restarts']),
        ...(exportsOwnSignals(service) ? [inFlightPanel(service)] : []),
      ],
      7,
    ),
  };
  return serviceBoard(service, 'overview', {
    description: `${service.description}. Owner: ${service.owner}. ${service.objectives.length === 0 ? 'Alerts, then what changed' : 'Alerts, budget, then rate, errors and duration'}; blue marks are starts, red regions firing alerts.`,
    from: 'now-3h',
    sections: [now, budget, traffic, ...routes, changed],
  });
}
