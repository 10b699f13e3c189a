/**
 * Queries that find nothing even while the service is driven through calm, fault and recovery, each with the reason.
 * One that has data after all comes off the list: the verification fails until it does.
 */
export interface AllowedEmpty {
  readonly board: string;
  /** Its title; "variable" or "mark" for what has none. */
  readonly panel: string;
  /** All queries of the panel when left out. */
  readonly query?: string;
  readonly reason: string;
}

export const allowedEmpty: readonly AllowedEmpty[] = [];

export function isAbout(
  { board, panel, query }: AllowedEmpty,
  asked: { readonly board: string; readonly panel: string; readonly query: string },
): boolean {
  return board === asked.board && panel === asked.panel && (query === undefined || query === asked.query);
}
