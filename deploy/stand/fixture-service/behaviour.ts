/** What this build does wrong; the stand writes another version of this file for each release that it needs. */
export interface Behaviour {
  /** Every n-th request is answered 500; 0 for never. */
  readonly failsEvery: number;
  /** Every n-th request is late by `delayMs`. */
  readonly slowEvery: number;
  readonly delayMs: number;
  /** Neither fails nor is late nor ends before this file is there; empty for at once. */
  readonly faultOnceThere: string;
  readonly readyStatus: number;
  readonly healthStatus: number;
  readonly canMigrate: boolean;
  /** How long its migration takes. */
  readonly migratesForMs: number;
  readonly canListen: boolean;
  /** What it says when it ends while it starts; empty for not. */
  readonly bootError: string;
  /** Ends by itself after so many user requests; 0 for never. */
  readonly diesAfter: number;
  /** Ends by itself when it has run for so long; 0 for never. */
  readonly diesAfterMs: number;
  /** Kept from each user request for ever. */
  readonly leakedKib: number;
  /** Ended by the system when more has leaked; 0 for never. */
  readonly memoryLimitMib: number;
}

export const behaviour: Behaviour = {
  failsEvery: 0,
  slowEvery: 1,
  delayMs: 0,
  faultOnceThere: '',
  readyStatus: 200,
  healthStatus: 200,
  canMigrate: true,
  migratesForMs: 0,
  canListen: true,
  bootError: '',
  diesAfter: 0,
  diesAfterMs: 0,
  leakedKib: 0,
  memoryLimitMib: 0,
};
