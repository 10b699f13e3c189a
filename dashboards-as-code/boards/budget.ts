/** Is the service inside its objectives, how fast does the budget go, and when is it gone? */
import type { ServiceDefinition } from '../../alerts/service-definition.ts';
import { type BoardModel, place, type Section } from '../board.ts';
import { budgetLeftPanel, budgetSpentPanel, burnRatePanel, exhaustionPanel } from '../panels/objectives.ts';
import { serviceBoard } from '../service-board.ts';

export function budgetBoard(service: ServiceDefinition): BoardModel {
  const sections = service.objectives.map(
    (objective): Section => ({
      slug: objective.name,
      title: `Will ${objective.name} hold? ${objective.description}, ${Number((objective.target * 100).toPrecision(6))} % over ${objective.windowDays} days`,
      panels: [
        place(budgetLeftPanel(service, objective), 6, 5),
        place(exhaustionPanel(service, objective), 6, 5),
        place(budgetSpentPanel(service, objective), 12, 5),
        place(burnRatePanel(service, objective), 24, 9),
      ],
    }),
  );
  return serviceBoard(service, 'budget', {
    description: `The objectives of ${service.name}: what is left of each error budget, how fast it goes, and when it would be gone. Owner: ${service.owner}.`,
    from: 'now-24h',
    sections,
  });
}
