/** What boards about more than one service have in common. */

import type { QueryVariableBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { type PlatformBoardName, platformBoardUid } from '../alerts/links.ts';
import type { BoardModel } from './board.ts';
import { platformBoardTitles, platformLinks } from './navigation.ts';

export function platformBoard(
  name: PlatformBoardName,
  {
    variables = [],
    hasDesk = true,
    ...rest
  }: Pick<BoardModel, 'description' | 'from' | 'sections' | 'marks'> & {
    readonly variables?: readonly QueryVariableBuilder[];
    /** The desk keeps the figures of the other boards. */
    readonly hasDesk?: boolean;
  },
): BoardModel {
  return {
    uid: platformBoardUid(name),
    title: platformBoardTitles[name],
    tags: ['tocsin', 'platform'],
    links: platformLinks(name, hasDesk ? ['fleet', 'delivery', 'business'] : ['fleet']),
    variables,
    ...rest,
  };
}
