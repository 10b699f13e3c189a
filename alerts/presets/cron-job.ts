/**
 * A job that Kubernetes runs by a CronJob, as kube-state-metrics sees it.
 * https://github.com/kubernetes/kube-state-metrics/blob/main/docs/metrics/workload/cronjob-metrics.md
 * https://github.com/kubernetes/kube-state-metrics/blob/main/docs/metrics/workload/job-metrics.md
 */
import {
  binary,
  binaryOn,
  call,
  matches,
  number,
  offsetBy,
  overRange,
  renderPromql,
  type Selector,
  selector,
} from '../promql.ts';
import type { SeriesLabels } from '../series-labels.ts';
import { type Preset, type Promised, promised, seriesLabels } from './scope.ts';

export interface PromisedFreshness extends Promised {
  /** How long ago the last success may be: the time between two runs, how long one takes, and some patience. */
  readonly maxAgeSeconds: number;
}

export interface CronJobOptions {
  readonly namespace: string;
  /** The CronJob's name. */
  readonly cronjob: string;
  /** That what the job makes is recent. */
  readonly freshness?: PromisedFreshness;
  /**
   * That runs succeed. For jobs that run often: an alert wants five failures within its window, and of a nightly job a
   * window of three days holds three runs, so its freshness tells first.
   */
  readonly runs?: Promised;
  /** Default: the namespace is the environment. */
  readonly labels?: SeriesLabels;
}

/**
 * `kube_cronjob_status_last_successful_time`; a run counts when its Job is made (`kube_job_owner`), a failed one when its
 * Job has failed for good (`kube_job_failed`), retries within the Job not being failures.
 */
export function cronJob({ namespace, cronjob, freshness, runs, ...options }: CronJobOptions): Preset {
  const own = { environment: 'namespace', release: null, route: null, method: null };
  const labels = seriesLabels(own, { of: { namespace }, ...options });
  return {
    objectives: [
      ...(freshness === undefined
        ? []
        : [
            {
              ...promised(freshness, 'freshness'),
              description: `time with a success in the last ${hours(freshness)}`,
              events: {
                completedAt: selector('kube_cronjob_status_last_successful_time', { namespace, cronjob }),
                maxAgeSeconds: freshness.maxAgeSeconds,
              },
              labels,
            },
          ]),
      ...(runs === undefined
        ? []
        : [
            {
              ...promised({ name: 'runs', ...runs }, 'availability'),
              description: 'runs that succeeded',
              events: {
                rawTotal: newJobs(
                  selector('kube_job_owner', { namespace, owner_kind: 'CronJob', owner_name: cronjob }),
                ),
                rawBad: newJobs(
                  selector('kube_job_failed', {
                    namespace,
                    // The controller adds the minute of the run to the CronJob's name.
                    job_name: matches(`${cronjob}-[0-9]+`),
                    condition: 'true',
                  }),
                ),
              },
              labels,
            },
          ]),
    ],
    signals: [],
    symptoms: {},
  };
}

/**
 * Jobs that were not there before the window, and nothing of each that was, so that no new job is zero and not absent.
 * kube-state-metrics itself may have been away for an hour, or may have moved.
 */
function newJobs(jobs: Selector): string {
  const before = call('last_over_time', offsetBy(overRange(jobs, '1h'), '$window'));
  const isNew = binaryOn(jobs, 'unless', ['namespace', 'job_name'], before);
  return renderPromql(binary(isNew, 'or', binary(jobs, '*', number(0))));
}

function hours({ maxAgeSeconds }: PromisedFreshness): string {
  return `${Number((maxAgeSeconds / 3600).toPrecision(3))} hours`;
}
