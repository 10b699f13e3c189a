/** What every board about one service has in common. */
import type { QueryVariableBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { type BoardName, boardUid } from '../alerts/links.ts';
import type { ServiceDefinition } from '../alerts/service-definition.ts';
import type { BoardModel } from './board.ts';
import { serviceMarks } from './marks.ts';
import { boardLinks, boardTitles } from './navigation.ts';
import { environmentVariable, instanceVariables, trafficVariables } from './variables.ts';

const variablesOf = {
  overview: trafficVariables,
  errors: trafficVariables,
  budget: environmentVariable,
  runtime: instanceVariables,
} as const satisfies Record<BoardName, (service: ServiceDefinition) => QueryVariableBuilder[]>;

/** Sections without panels are left out: a service has rows for what it measures. */
export function serviceBoard(
  service: ServiceDefinition,
  name: BoardName,
  { sections, ...rest }: Pick<BoardModel, 'description' | 'from' | 'sections'>,
): BoardModel {
  return {
    uid: boardUid(service.name, name),
    title: `${service.name}: ${boardTitles[name]}`,
    tags: ['tocsin', service.name],
    variables: variablesOf[name](service),
    marks: serviceMarks(service),
    links: boardLinks(service, name),
    sections: sections.filter(({ panels }) => panels.length > 0),
    ...rest,
  };
}
