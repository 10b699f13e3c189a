/**
 * Something that the blackbox exporter asks from outside, the way its users do. Each probe is one event; where several
 * places probe it, each place's is.
 * https://github.com/prometheus/blackbox_exporter, https://prometheus.io/docs/guides/multi-target-exporter/
 */
import { selector } from '../promql.ts';
import { scrapedTargets } from '../symptoms/presets/process.ts';
import { common } from '../symptoms/presets/scope.ts';
import { blackboxCertificate } from '../symptoms/presets/vault-and-probes.ts';
import { scrapesOver } from './gauge-limit.ts';
import {
  type Preset,
  type Promised,
  type PromisedLatency,
  promised,
  type SeriesScope,
  seriesLabels,
} from './scope.ts';

export interface BlackboxOptions extends SeriesScope<'target' | 'module'> {
  /** That the probe succeeds. */
  readonly probe?: Promised;
  /** That it does so in time. A gauge is compared, so any threshold will do. */
  readonly latency?: PromisedLatency;
  /** Whether it is asked over TLS, so that its certificate can be watched. Default: true. */
  readonly hasCertificate?: boolean;
}

/** `probe_success`, `probe_duration_seconds`, `probe_ssl_earliest_cert_expiry`; `instance` is usually what is asked. */
export function blackbox(options: BlackboxOptions): Preset {
  const { of, probe, latency, hasCertificate = true } = options;
  const labels = seriesLabels({ release: null, route: null, method: null }, options);
  const scope = { ...common({ ...options, labels }), of };
  return {
    objectives: [
      ...(probe === undefined
        ? []
        : [
            {
              ...promised(probe, 'probe'),
              description: 'probes from outside that succeeded',
              events: { success: selector('probe_success', of) },
              labels,
            },
          ]),
      ...(latency === undefined
        ? []
        : [
            {
              ...promised(latency, 'latency'),
              description: `probes from outside that took at most ${latency.thresholdSeconds} s`,
              events: scrapesOver(selector('probe_duration_seconds', of), latency.thresholdSeconds),
              labels,
              thresholdSeconds: latency.thresholdSeconds,
            },
          ]),
    ],
    signals: [...scrapedTargets(scope), ...(hasCertificate ? [blackboxCertificate(scope)] : [])],
    symptoms: {},
  };
}
