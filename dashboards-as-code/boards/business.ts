/** What incidents cost us. */
import type { ServiceDefinition } from '../../alerts/service-definition.ts';
import type { BoardModel } from '../board.ts';
import { sideBySide } from '../grid.ts';
import {
  incidentFlowPanel,
  notificationsPanel,
  openIncidentsPanel,
  pagesPanel,
  responseTimesPanel,
  runbookStepsPanel,
} from '../panels/incidents.ts';
import { platformBoard } from '../platform-board.ts';
import { deskVariable } from '../variables.ts';

export function businessBoard(desk: ServiceDefinition): BoardModel {
  return platformBoard('business', {
    description:
      'What incidents cost us: how many there are, how long they take, when people are woken, and whether the runbooks help. Drills are left out.',
    from: 'now-24h',
    variables: deskVariable(desk),
    marks: [],
    sections: [
      {
        slug: 'flow',
        title: 'How many, and do we keep up?',
        panels: sideBySide([openIncidentsPanel(), incidentFlowPanel(), pagesPanel()], 9),
      },
      {
        slug: 'response',
        title: 'How well do we respond?',
        panels: sideBySide([responseTimesPanel(), runbookStepsPanel(), notificationsPanel()], 9),
      },
    ],
  });
}
