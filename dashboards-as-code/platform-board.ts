/** What boards about more than one service have in common: the catalog's first service that has figures picks the environment. */
import type { QueryVariableBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { desk } from '../alerts/catalog/desk.ts';
import { type PlatformBoardName, platformBoardUid } from '../alerts/links.ts';
import type { BoardModel } from './board.ts';
import { platformBoardTitles, platformLinks } from './navigation.ts';
import { environmentVariable } from './variables.ts';

export function platformBoard(
  name: PlatformBoardName,
  rest: Pick<BoardModel, 'description' | 'from' | 'sections' | 'marks'> & {
    readonly variables?: readonly QueryVariableBuilder[];
  },
): BoardModel {
  return {
    uid: platformBoardUid(name),
    title: platformBoardTitles[name],
    tags: ['tocsin', 'platform'],
    links: platformLinks(name),
    variables: environmentVariable(desk),
    ...rest,
  };
}
