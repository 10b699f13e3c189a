/** One part of the drill of the deploy engine: what it proves, and what came of it. */
export interface DrillPart {
  readonly name: string;
  readonly title: string;
  /** A sentence where it cannot be run on this machine, which proves nothing either way. */
  readonly whyNot?: () => Promise<string | undefined>;
  readonly run: (tools: DrillTools) => Promise<DrillResult>;
}

export interface DrillResult {
  /** False when something fell short; what did is said. */
  readonly isHeld: boolean;
  /** Its figures in one line, for the table at the end. */
  readonly figures: string;
}

export interface DrillTools {
  readonly say: (line: string) => void;
  /** Aborted by Ctrl-C: the part ends what it started and rejects. */
  readonly signal: AbortSignal;
}
