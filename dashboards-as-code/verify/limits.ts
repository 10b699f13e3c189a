/** What a board may cost and show. */
export interface Limits {
  /** More lines than this are a carpet, not a picture. */
  readonly seriesPerPanel: number;
  /** Read by Prometheus, at any of the instants. */
  readonly samplesPerQuery: number;
  readonly samplesPerBoard: number;
  /** A person waits no longer for a panel: told where it is missed. */
  readonly goalMs: number;
  /** Fails: many times the goal, since a machine may be busy with something else. */
  readonly failMs: number;
}

export const limits: Limits = {
  seriesPerPanel: 100,
  samplesPerQuery: 500_000,
  samplesPerBoard: 2_000_000,
  goalMs: 200,
  failMs: 5_000,
};
