/** All services of the catalog, the worst first. */
import type { ServiceDefinition } from '../../alerts/service-definition.ts';
import { type BoardModel, place } from '../board.ts';
import { fleetMarks } from '../marks.ts';
import { exportsOwnSignals } from '../own-signals.ts';
import {
  burningObjectivesPanel,
  firingAlertsPanel,
  fleetFailuresPanel,
  fleetTrafficPanel,
} from '../panels/fleet.ts';
import { platformBoard } from '../platform-board.ts';
import { inEnvironmentOf } from '../scope.ts';
import { environmentVariable } from '../variables.ts';

export function fleetBoard(services: readonly ServiceDefinition[]): BoardModel {
  const withEnvironments = services.find(
    (service) => service.objectives.length > 0 && inEnvironmentOf(service).environment !== undefined,
  );
  return platformBoard('fleet', {
    description:
      'All services of the catalog, the worst first: which alerts fire, which budgets burn, who fails now. Click a service for its own boards.',
    from: 'now-3h',
    variables: withEnvironments === undefined ? [] : environmentVariable(withEnvironments),
    hasDesk: services.some(exportsOwnSignals),
    marks: fleetMarks(),
    sections: [
      {
        slug: 'now',
        title: 'Who needs help?',
        panels: [place(firingAlertsPanel(), 8, 10), place(burningObjectivesPanel(services), 16, 10)],
      },
      {
        slug: 'course',
        title: 'Since when?',
        panels: [place(fleetFailuresPanel(services), 12, 9), place(fleetTrafficPanel(services), 12, 9)],
      },
    ],
  });
}
