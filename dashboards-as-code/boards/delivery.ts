/** How changes go, from what the deploy engine told the desk. */
import type { ServiceDefinition } from '../../alerts/service-definition.ts';
import { type BoardModel, place } from '../board.ts';
import { sideBySide } from '../grid.ts';
import { changesPanel, doraPanel, freezesPanel, gateVerdictsPanel } from '../panels/delivery.ts';
import { platformBoard } from '../platform-board.ts';
import { deskVariable } from '../variables.ts';

export function deliveryBoard(desk: ServiceDefinition): BoardModel {
  return platformBoard('delivery', {
    description:
      'How changes go, from what the deploy engine told the desk: the four figures of DORA by service, deployments over time, verdicts of the gate, freezes.',
    from: 'now-24h',
    variables: deskVariable(desk),
    marks: [],
    sections: [
      {
        slug: 'dora',
        title: 'How well do we deliver?',
        panels: [place(doraPanel(), 24, 8)],
      },
      {
        slug: 'changes',
        title: 'What was changed?',
        panels: sideBySide([changesPanel(), gateVerdictsPanel(), freezesPanel()], 9),
      },
    ],
  });
}
