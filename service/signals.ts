/**
 * Every instrument of the desk, declared once. The service creates its prom-client instruments from this table;
 * alerts and dashboards take metric and label names from it, so that a misspelt one does not compile.
 * Names follow https://prometheus.io/docs/practices/naming/.
 */

/** Route templates, the only values of the `route` label; a path that matches none of them is `unmatched`. */
export const routes = [
  '/',
  '/incidents/:id',
  '/incidents/:id/review',
  '/runbooks/:alert',
  '/api/alerts',
  '/api/incidents',
  '/api/incidents/:id',
  '/api/incidents/:id/notes',
  '/api/incidents/:id/acknowledge',
  '/api/incidents/:id/resolve',
  '/api/incidents/:id/review',
  '/api/changes',
  '/health',
  '/health/live',
  '/health/ready',
  '/health/detailed',
  '/metrics',
  'unmatched',
] as const;
export type Route = (typeof routes)[number];

export const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'other'] as const;
export const statusClasses = ['1xx', '2xx', '3xx', '4xx', '5xx'] as const;

/** `any` marks a label whose values are bounded by nature (HTTP status codes, release ids), not by a list. */
type LabelValues = readonly string[] | 'any';

interface SignalShape {
  readonly type: 'counter' | 'gauge' | 'histogram';
  /** The metric's name as Prometheus stores it (a counter ends in `_total`). */
  readonly metric: string;
  readonly help: string;
  /** A Grafana unit id, which is what panels show the value in. */
  readonly unit: 'short' | 's' | 'percentunit' | 'reqps' | 'bytes' | 'dateTimeAsIso';
  readonly labels: Readonly<Record<string, LabelValues>>;
  /** Upper bounds of a histogram's buckets, in the signal's unit. */
  readonly buckets?: readonly number[];
}

/** Whom a figure of the desk is about. `service` itself is the scraped target's own label. */
const subject = { about_service: 'any', about_environment: 'any' } as const;

export const signals = {
  httpRequests: {
    type: 'counter',
    metric: 'http_requests_total',
    help: 'HTTP requests answered, by route template and status code.',
    unit: 'short',
    labels: { method: methods, route: routes, status: 'any' },
  },
  httpRequestDuration: {
    type: 'histogram',
    metric: 'http_request_duration_seconds',
    help: 'Time from the request to the end of its response, in seconds. Exemplars carry trace_id.',
    unit: 's',
    labels: { method: methods, route: routes, status_class: statusClasses },
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10],
  },
  httpRequestsInFlight: {
    type: 'gauge',
    metric: 'http_requests_in_flight',
    help: 'HTTP requests being served now.',
    unit: 'short',
    labels: {},
  },
  dbPoolConnections: {
    type: 'gauge',
    metric: 'db_pool_connections',
    help: 'Connections of the database pool by state; waiting counts callers that have none.',
    unit: 'short',
    labels: { state: ['used', 'free', 'waiting', 'max'] },
  },
  dbQueryDuration: {
    type: 'histogram',
    metric: 'db_query_duration_seconds',
    help: 'Time of one database statement, in seconds.',
    unit: 's',
    labels: { outcome: ['ok', 'error'] },
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
  },
  alertNotifications: {
    type: 'counter',
    metric: 'alert_notifications_total',
    help: 'Alerts taken from Alertmanager by what became of them.',
    unit: 'short',
    labels: { outcome: ['opened', 'attached', 'resolved', 'duplicate', 'ignored'] },
  },
  incidentsOpen: {
    type: 'gauge',
    metric: 'incidents_open',
    help: 'Incidents that are not closed, by severity (1 is the worst).',
    unit: 'short',
    labels: { severity: ['1', '2', '3', '4'] },
  },
  incidentsOpened: {
    type: 'counter',
    metric: 'incidents_opened_total',
    help: 'Incidents that were ever opened, drills left out, by the severity of their first notification.',
    unit: 'short',
    labels: { ...subject, severity: ['1', '2', '3', '4'] },
  },
  incidentsAcknowledged: {
    type: 'counter',
    metric: 'incidents_acknowledged_total',
    help: 'Incidents that somebody took on, drills left out.',
    unit: 'short',
    labels: subject,
  },
  incidentsClosed: {
    type: 'counter',
    metric: 'incidents_closed_total',
    help: 'Incidents that were closed, drills left out.',
    unit: 'short',
    labels: subject,
  },
  pages: {
    type: 'counter',
    metric: 'pages_total',
    help: 'Critical alerts that fired, drills left out; one that fires again counts again.',
    unit: 'short',
    labels: subject,
  },
  runbookSteps: {
    type: 'counter',
    metric: 'runbook_steps_total',
    help: 'Runbook steps that were run on incidents, drills left out, by how they ended.',
    unit: 'short',
    labels: { runbook: 'any', outcome: ['ok', 'failed'] },
  },
  timeToAcknowledge: {
    type: 'gauge',
    metric: 'incident_time_to_acknowledge_seconds',
    help: 'Median time from opening an incident to taking it on, of the last 30 days, drills left out.',
    unit: 's',
    labels: subject,
  },
  timeToRestore: {
    type: 'gauge',
    metric: 'incident_time_to_restore_seconds',
    help: 'Median time from opening an incident to the end of its last alert, of the last 30 days, drills left out.',
    unit: 's',
    labels: subject,
  },
  changes: {
    type: 'counter',
    metric: 'changes_total',
    help: 'Changes that ended, drills left out, by what they were and how they ended.',
    unit: 'short',
    labels: { ...subject, kind: ['deploy', 'rollback', 'freeze', 'other'], status: ['succeeded', 'failed'] },
  },
  gateVerdicts: {
    type: 'counter',
    metric: 'gate_verdicts_total',
    help: 'What the deploy gate said of new releases, drills left out.',
    unit: 'short',
    labels: { ...subject, verdict: ['pass', 'fail', 'no-data', 'too-few-samples'] },
  },
  deployOverrides: {
    type: 'counter',
    metric: 'deploy_overrides_total',
    help: 'Deployments in spite of what stood in their way, drills left out: each kind of it counts once a deployment.',
    unit: 'short',
    labels: { ...subject, stop: ['freeze', 'budget', 'schema'] },
  },
  freezesActive: {
    type: 'gauge',
    metric: 'freezes_active',
    help: 'Freezes that have begun and not ended, drills left out.',
    unit: 'short',
    labels: subject,
  },
  deployments: {
    type: 'gauge',
    metric: 'delivery_deployments',
    help: 'Deployments that succeeded in the last 30 days, drills left out.',
    unit: 'short',
    labels: subject,
  },
  leadTime: {
    type: 'gauge',
    metric: 'delivery_lead_time_seconds',
    help: 'Median time from a commit to the end of its deployment, of the last 30 days, drills left out.',
    unit: 's',
    labels: subject,
  },
  changeFailureRatio: {
    type: 'gauge',
    metric: 'delivery_change_failure_ratio',
    help: 'Share (0 to 1) of the deployments of the last 30 days that failed or were rolled back, drills left out.',
    unit: 'percentunit',
    labels: subject,
  },
  telemetryDropped: {
    type: 'counter',
    metric: 'telemetry_dropped_total',
    help: 'Spans and log records that could not be delivered.',
    unit: 'short',
    labels: { signal: ['traces', 'logs'] },
  },
  appStartTime: {
    type: 'gauge',
    metric: 'app_start_time_seconds',
    help: 'When this process started, in seconds since the epoch; its series mark deployments on boards.',
    unit: 'dateTimeAsIso',
    labels: { version: 'any' },
  },
} as const satisfies Record<string, SignalShape>;

export type SignalName = keyof typeof signals;
export type LabelOf<S extends SignalName> = keyof (typeof signals)[S]['labels'] & string;
export type Signal = SignalShape;

/** Labels that the scrape attaches to every series of a service (file_sd targets), whatever the service exports. */
export const targetLabels = ['service', 'environment', 'release', 'instance', 'job'] as const;
export type TargetLabel = (typeof targetLabels)[number];
