/** What is wrong with a board, in words that name the board, the panel and the fix. */

/** Where something lies: a panel's title, or `variable "x"`, `mark "x"`, `link "x"`; none for the board as a whole. */
export interface Place {
  readonly board: string;
  readonly part?: string;
}

export interface Fault extends Place {
  /** Completes "board x, panel y: ...". */
  readonly what: string;
  /** What to do, as an order: "rename one". */
  readonly fix: string;
}

export function renderFault({ board, part, what, fix }: Fault): string {
  return `board "${board}"${part === undefined ? '' : `, ${part}`}: ${what}; ${fix}.`;
}

export function panelPart(title: string, id: number | undefined): string {
  return title === '' ? `panel ${id ?? 'without an id'}` : `panel "${title}"`;
}

export function markPart(name: string): string {
  return `mark "${name}"`;
}
