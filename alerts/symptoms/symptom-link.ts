/** Which picture a symptom's alert opens: boards place a signal's panel under the slug that is named here. */
import { boardPath, dashboardPath } from '../links.ts';
import { fixedLabels } from '../series-labels.ts';
import type { ServiceDefinition } from '../service-definition.ts';
import type { DeclaredSignal, SignalKind } from './declared-signal.ts';
import { hasEnvironments } from './proof/place.ts';

/** Requests and latency have panels by objective instead. */
type PicturedKind = Exclude<SignalKind, 'requests' | 'latency'>;
type PicturedSignal = Extract<DeclaredSignal, { readonly kind: PicturedKind }>;

/** Of several panels about one signal, the one that shows what its alerts compare. */
const slugs: Readonly<Record<PicturedKind, string>> = {
  targets: 'serving-releases',
  restarts: 'restarts',
  uptime: 'uptime',
  cpu: 'cpu',
  memory: 'memory',
  'container-memory': 'container-memory',
  disk: 'disk',
  'event-loop': 'event-loop',
  'connection-pool': 'db-pool',
  database: 'database-up',
  replication: 'replication-lag',
  transactions: 'oldest-transaction',
  statements: 'slow-statements',
  backup: 'backup-age',
  certificate: 'certificate',
  queue: 'queue',
  vault: 'vault',
  watchdog: 'watchdog',
  prometheus: 'prometheus-failures',
  alertmanager: 'notifications',
  'log-pipeline': 'logs-lost',
  'trace-pipeline': 'traces-lost',
  telemetry: 'telemetry-dropped',
};

/** Unique on a board where a service has several signals of one kind, as long as each names its component. */
export function signalPanelSlug({ kind, component }: PicturedSignal): string {
  return withComponent(slugs[kind], component);
}

/** For further panels about the same signal. */
export function withComponent(slug: string, component: string | undefined): string {
  return component === undefined ? slug : `${slug}-${component}`;
}

/** Path to the signal's own panel, or to the board where failing or slow requests are looked into; the desk puts Grafana's address in front. */
export function symptomPath({ name, objectives }: ServiceDefinition, signal: DeclaredSignal): string {
  const environment = fixedLabels(signal.labels).environment ?? '{{ $labels.environment }}';
  const chosen = hasEnvironments(signal) ? [`var-environment=${environment}`] : [];
  if (signal.kind !== 'requests' && signal.kind !== 'latency')
    return [dashboardPath(name, 'runtime', signalPanelSlug(signal)), ...chosen].join('&');
  return [boardPath(name, objectives.length === 0 ? 'overview' : 'errors'), ...chosen].join('?');
}
