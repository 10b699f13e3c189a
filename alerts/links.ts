/**
 * Where a person lands from an alert. Boards and panels have stable ids that are computed, never counted: a rule can
 * point at a panel without reading the board.
 */

/** `budget` is about objectives, `runtime` about what the service runs on and with. */
export type BoardName = 'overview' | 'errors' | 'budget' | 'runtime';

/** Boards about more than one service. */
export type PlatformBoardName = 'fleet' | 'delivery' | 'business';

/** The Grafana uid of a service's board. At most 40 characters; a service's name has at most 30. */
export function boardUid(service: string, board: BoardName): string {
  return `${service}-${board}`;
}

/** No service is called so: it would have to be one of the catalog's names and a board's at once. */
export function platformBoardUid(board: PlatformBoardName): string {
  return `tocsin-${board}`;
}

/** A panel's id from its slug: FNV-1a, folded to 1..99,999, so that moving a panel keeps its links. */
export function panelId(slug: string): number {
  let hash = 0x811c9dc5;
  for (const char of slug) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return (hash % 99_999) + 1;
}

/** The slug of the panel that shows an objective's bad ratio; the alert's link opens it. */
export function objectivePanelSlug(objective: string): string {
  return `objective-${objective}`;
}

/** Path of a board as a whole; the desk puts Grafana's address in front. */
export function boardPath(service: string, board: BoardName): string {
  return `/d/${boardUid(service, board)}`;
}

/** Path of a board focused on one panel; the desk puts Grafana's address in front. */
export function dashboardPath(service: string, board: BoardName, slug: string): string {
  return `${boardPath(service, board)}?viewPanel=panel-${panelId(slug)}`;
}

/** Path of a runbook from the repository's root; the desk puts the runbooks' address in front. */
export function runbookPath(alert: string): string {
  return `runbooks/${alert}.md`;
}
