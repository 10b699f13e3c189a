/** One part of the drill of the deploy engine: what it proves, and the table that it prints. */
export interface DrillPart {
  readonly name: string;
  readonly title: string;
  /** False when something did not hold; what did not is said. */
  readonly run: (tools: DrillTools) => Promise<boolean>;
}

export interface DrillTools {
  readonly say: (line: string) => void;
  /** Aborted by Ctrl-C: the part ends what it started and rejects. */
  readonly signal: AbortSignal;
}
