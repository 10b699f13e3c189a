/** Every board, made from the catalog by the same code. */
import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import type { BoardName } from '../alerts/links.ts';
import type { ServiceDefinition } from '../alerts/service-definition.ts';
import type { BoardModel } from './board.ts';
import { budgetBoard } from './boards/budget.ts';
import { businessBoard } from './boards/business.ts';
import { deliveryBoard } from './boards/delivery.ts';
import { errorsBoard } from './boards/errors.ts';
import { fleetBoard } from './boards/fleet.ts';
import { overviewBoard } from './boards/overview.ts';
import { runtimeBoard } from './boards/runtime.ts';
import { boardNamesOf } from './navigation.ts';
import { exportsOwnSignals } from './own-signals.ts';
import { sealBoard } from './seal.ts';

const serviceBoards = {
  overview: overviewBoard,
  errors: errorsBoard,
  budget: budgetBoard,
  runtime: runtimeBoard,
} as const satisfies Record<BoardName, (service: ServiceDefinition) => BoardModel>;

/** The boards of every service, and those about all of them. */
export function boardModelsOf(services: readonly ServiceDefinition[]): BoardModel[] {
  return [
    fleetBoard(services),
    // The desk keeps these figures for all of them.
    ...services.filter(exportsOwnSignals).flatMap((desk) => [deliveryBoard(desk), businessBoard(desk)]),
    ...services.flatMap((service) => boardNamesOf(service).map((name) => serviceBoards[name](service))),
  ];
}

export function boardsOf(services: readonly ServiceDefinition[]): Dashboard[] {
  return boardModelsOf(services).map(sealBoard);
}
