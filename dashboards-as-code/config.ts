/** The environment of `npm run dashboards -- verify`: a running stack's addresses, from the environment or `.tocsin/stack.env`. */
import { durationSeconds } from '../alerts/duration.ts';
import { stackEnvironment } from '../programs/stack-env.ts';

export interface DashboardsConfig {
  readonly prometheusUrl: string | undefined;
  readonly lokiUrl: string | undefined;
  readonly jaegerUrl: string | undefined;
  readonly scrapeIntervalSeconds: number;
}

/** An empty value counts as unset. Throws a RangeError for a SCRAPE_INTERVAL that is no duration. */
export function readDashboardsConfig(
  env: Readonly<Record<string, string | undefined>> = { ...stackEnvironment(process.env), ...process.env },
): DashboardsConfig {
  return Object.freeze({
    prometheusUrl: env.PROMETHEUS_URL || undefined,
    lokiUrl: env.LOKI_URL || undefined,
    jaegerUrl: env.JAEGER_URL || undefined,
    scrapeIntervalSeconds: durationSeconds(env.SCRAPE_INTERVAL || '15s'),
  });
}
