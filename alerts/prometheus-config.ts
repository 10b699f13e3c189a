/** Prometheus' own configuration as data, for every way to run: only addresses and folders differ. */
import { type Duration, durationSeconds } from './duration.ts';
import { ordinaryScrape } from './service-definition.ts';

/** The jobs of the monitoring itself, in every way to run that is this repository's own. */
export const platformJobs = ['prometheus', 'alertmanager', 'loki', 'jaeger'] as const;

export interface PrometheusSetting {
  /** 15s in production; a demo on a laptop scrapes every 5s so that nobody waits. */
  readonly scrapeInterval: Duration;
  readonly ruleFiles: readonly string[];
  /** file_sd patterns whose targets carry service, environment and release. */
  readonly targetFiles: readonly string[];
  /** host:port of each Alertmanager. */
  readonly alertmanagers: readonly string[];
  /** Put on every alert that leaves; a drill marks its own with `drill`, so that it stays out of real figures. */
  readonly externalLabels?: Readonly<Record<string, string>>;
  /** The monitoring itself, by job: host:port. */
  readonly platformTargets: Readonly<Record<string, string>>;
}

export function prometheusConfig(setting: PrometheusSetting): object {
  return {
    global: {
      scrape_interval: setting.scrapeInterval,
      evaluation_interval: setting.scrapeInterval,
      // Counts are read this much late: a scrape that took longer would not be counted.
      scrape_timeout: scrapeTimeout(setting.scrapeInterval),
      ...(setting.externalLabels === undefined ? {} : { external_labels: setting.externalLabels }),
    },
    rule_files: setting.ruleFiles,
    alerting: { alertmanagers: [{ static_configs: [{ targets: setting.alertmanagers }] }] },
    scrape_configs: [
      {
        job_name: 'services',
        file_sd_configs: [{ files: setting.targetFiles, refresh_interval: '5s' }],
      },
      ...Object.entries(setting.platformTargets).map(([job, target]) => ({
        job_name: job,
        static_configs: [{ targets: [target] }],
      })),
    ],
  };
}

/** Prometheus takes none that is longer than the interval. */
function scrapeTimeout(interval: Duration): Duration {
  return durationSeconds(interval) < durationSeconds(ordinaryScrape.timeout)
    ? interval
    : ordinaryScrape.timeout;
}
