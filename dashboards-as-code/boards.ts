/** Every board, made for every service of the catalog by the same code. */
import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import type { ServiceDefinition } from '../alerts/service-definition.ts';
import type { BoardModel } from './board.ts';
import { errorsBoard } from './boards/errors.ts';
import { overviewBoard } from './boards/overview.ts';
import { sealBoard } from './seal.ts';

export function boardModelsOf(service: ServiceDefinition): BoardModel[] {
  return [overviewBoard(service), errorsBoard(service)];
}

export function boardsOf(service: ServiceDefinition): Dashboard[] {
  return boardModelsOf(service).map(sealBoard);
}
