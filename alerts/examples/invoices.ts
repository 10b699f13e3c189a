/** A nightly CronJob: nobody waits for a run, but in the morning last night's invoices have to be there. */
import { cronJob } from '../presets/cron-job.ts';
import { defineService } from '../service-definition.ts';

export const invoices = defineService({
  name: 'invoices',
  owner: 'shop',
  tier: 3,
  description: 'Writes the invoices of the day before, every night',
  ...cronJob({
    namespace: 'shop',
    cronjob: 'invoices',
    // A day, an hour for the run, and an hour for a retry.
    freshness: { target: 0.99, maxAgeSeconds: 26 * 3600 },
    labels: { environment: { value: 'production' } },
  }),
});
