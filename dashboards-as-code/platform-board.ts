/** What boards about more than one service have in common. */
import { type PlatformBoardName, platformBoardUid } from '../alerts/links.ts';
import type { ServiceDefinition } from '../alerts/service-definition.ts';
import type { BoardModel } from './board.ts';
import { platformBoardTitles, platformLinks } from './navigation.ts';
import { environmentVariable } from './variables.ts';

export function platformBoard(
  name: PlatformBoardName,
  {
    environmentsOf,
    hasDesk = true,
    ...rest
  }: Pick<BoardModel, 'description' | 'from' | 'sections' | 'marks'> & {
    /** The service whose series tell which environments there are. */
    readonly environmentsOf: ServiceDefinition | undefined;
    /** The desk keeps the figures of the other boards. */
    readonly hasDesk?: boolean;
  },
): BoardModel {
  return {
    uid: platformBoardUid(name),
    title: platformBoardTitles[name],
    tags: ['tocsin', 'platform'],
    links: platformLinks(name, hasDesk ? ['fleet', 'delivery', 'business'] : ['fleet']),
    variables: environmentsOf === undefined ? [] : environmentVariable(environmentsOf),
    ...rest,
  };
}
