/** Every check over a set of boards. A board with a fault is not written: `npm run dashboards` refuses it. */
import type { ServiceDefinition } from '../../alerts/service-definition.ts';
import { causeFaults } from './causes.ts';
import { checkBoard } from './checked-board.ts';
import { columnFaults } from './columns.ts';
import { type Fault, renderFault } from './fault.ts';
import { idFaults } from './ids.ts';
import { knownMetricsOf } from './known-series.ts';
import { linkFaults } from './links.ts';
import { panelFaults } from './panels.ts';
import { idleVariables, wordFaults } from './placeholders.ts';
import { placementFaults } from './placement.ts';
import { practiceFaults } from './practice.ts';
import { seriesFaults } from './series.ts';
import { uidFaults } from './uids.ts';
import { unitFaults } from './units.ts';

/** Takes sealed boards or their parsed JSON, and the services whose series they may ask for. */
export function boardFaults(boards: readonly unknown[], services: readonly ServiceDefinition[]): Fault[] {
  const checked = boards.map(checkBoard);
  const sealed = checked.map((board) => board.sealed);
  const known = knownMetricsOf(services);
  return [
    ...uidFaults(sealed),
    ...checked.flatMap((board) => [
      ...board.faults,
      ...panelFaults(board.sealed),
      ...placementFaults(board.sealed),
      ...columnFaults(board.sealed),
      ...idFaults(board.sealed),
      ...wordFaults(board.sealed),
      ...idleVariables(board.sealed),
      ...linkFaults(board.sealed, sealed),
      ...seriesFaults(board, known),
      ...unitFaults(board),
      ...practiceFaults(board),
      ...causeFaults(board, known),
    ]),
  ];
}

/** Throws an Error with a line for each fault. */
export function assertSoundBoards(boards: readonly unknown[], services: readonly ServiceDefinition[]): void {
  const faults = boardFaults(boards, services);
  if (faults.length > 0) throw new Error(faults.map(renderFault).join('\n'));
}
