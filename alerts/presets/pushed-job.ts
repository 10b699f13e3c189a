/**
 * A batch job that says itself when it last succeeded, through a Pushgateway or node_exporter's textfile collector. The
 * job may be gone when it is scraped, so it can keep no counter, and only its freshness can be promised.
 * https://prometheus.io/docs/practices/instrumentation/#batch-jobs
 * https://pkg.go.dev/github.com/prometheus/client_golang/prometheus/push#example-Pusher.Push
 */
import { selector } from '../promql.ts';
import type { PromisedFreshness } from './cron-job.ts';
import { type Preset, promised, type SeriesScope, seriesLabels } from './scope.ts';

/** A unix time in seconds, by the names that client libraries show in their examples. */
export type TimestampMetric = `${string}_timestamp_seconds` | `${string}_time_seconds` | `${string}_unixtime`;

export interface PushedJobOptions extends SeriesScope<'exported_job'> {
  /** `db_backup_last_completion_timestamp_seconds`; written by runs that succeeded, and by no other. */
  readonly lastSuccess: TimestampMetric;
  readonly freshness: PromisedFreshness;
}

/** With `honor_labels: true` at the Pushgateway's scrape `job` is the job; without it `exported_job` is. */
export function pushedJob(options: PushedJobOptions): Preset {
  const { lastSuccess, freshness, of } = options;
  return {
    objectives: [
      {
        ...promised(freshness, 'freshness'),
        description: `time with a success in the last ${Number((freshness.maxAgeSeconds / 3600).toPrecision(3))} hours`,
        events: { completedAt: selector(lastSuccess, of), maxAgeSeconds: freshness.maxAgeSeconds },
        labels: seriesLabels({ release: null, route: null, method: null }, options),
      },
    ],
    signals: [],
    symptoms: {},
  };
}
