/** One part of the drill of the deploy engine: what it proves, and the table that it prints. */
export interface DrillPart {
  readonly name: string;
  readonly title: string;
  /** False when something did not hold; what did not is said. */
  readonly run: (say: (line: string) => void) => Promise<boolean>;
}
