/** What this build does wrong; the stand writes another version of this file for each release that it needs. */
export interface Behaviour {
  /** Every n-th request is answered 500; 0 for never. */
  readonly failsEvery: number;
  readonly delayMs: number;
  readonly readyStatus: number;
  readonly healthStatus: number;
  readonly canMigrate: boolean;
  /** Ends by itself after so many user requests; 0 for never. */
  readonly diesAfter: number;
}

export const behaviour: Behaviour = {
  failsEvery: 0,
  delayMs: 0,
  readyStatus: 200,
  healthStatus: 200,
  canMigrate: true,
  diesAfter: 0,
};
