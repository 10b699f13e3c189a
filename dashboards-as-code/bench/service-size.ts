/** How large the services are that the board is asked about. */
export interface ServiceSize {
  readonly what: string;
  readonly instances: number;
  readonly routes: number;
  readonly methods: readonly string[];
  readonly statuses: readonly string[];
}

/** The goal's: all that the service exports together. */
export const thousandInAll: ServiceSize = {
  what: 'about 1,000 series in all',
  instances: 4,
  routes: 7,
  methods: ['GET'],
  statuses: ['200', '500'],
};

/** The size that `npm run bench:rules` counts with, and the histograms that come with it. */
export const thousandCounters: ServiceSize = {
  what: '1,000 series of the request counter',
  instances: 10,
  routes: 10,
  methods: ['GET', 'POST'],
  statuses: ['200', '201', '404', '500', '503'],
};

export const sizes = [thousandInAll, thousandCounters] as const;
