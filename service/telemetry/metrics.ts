/** The prom-client instruments of the desk, made from signals.ts and nothing else. */
import {
  Counter,
  collectDefaultMetrics,
  Gauge,
  Histogram,
  type OpenMetricsContentType,
  Registry,
} from 'prom-client';
import { type LabelOf, type Signal, type SignalName, signals } from '../signals.ts';

type NamesOf<Type extends Signal['type']> = {
  [S in SignalName]: (typeof signals)[S]['type'] extends Type ? S : never;
}[SignalName];

/** prom-client types exemplar labels as the metric's own. */
type ExemplarLabel = 'trace_id' | 'span_id';

export interface Metrics {
  readonly registry: Registry<OpenMetricsContentType>;
  readonly httpRequests: Counter<LabelOf<'httpRequests'>>;
  readonly httpRequestDuration: Histogram<LabelOf<'httpRequestDuration'> | ExemplarLabel>;
  readonly httpRequestsInFlight: Gauge<LabelOf<'httpRequestsInFlight'>>;
  readonly dbPoolConnections: Gauge<LabelOf<'dbPoolConnections'>>;
  readonly dbQueryDuration: Histogram<LabelOf<'dbQueryDuration'>>;
  readonly alertNotifications: Counter<LabelOf<'alertNotifications'>>;
  readonly incidentsOpen: Gauge<LabelOf<'incidentsOpen'>>;
  readonly incidentsOpened: Counter<LabelOf<'incidentsOpened'>>;
  readonly incidentsAcknowledged: Counter<LabelOf<'incidentsAcknowledged'>>;
  readonly incidentsClosed: Counter<LabelOf<'incidentsClosed'>>;
  readonly pages: Counter<LabelOf<'pages'>>;
  readonly runbookSteps: Counter<LabelOf<'runbookSteps'>>;
  readonly timeToAcknowledge: Gauge<LabelOf<'timeToAcknowledge'>>;
  readonly timeToRestore: Gauge<LabelOf<'timeToRestore'>>;
  readonly changes: Counter<LabelOf<'changes'>>;
  readonly gateVerdicts: Counter<LabelOf<'gateVerdicts'>>;
  readonly deployOverrides: Counter<LabelOf<'deployOverrides'>>;
  readonly freezesActive: Gauge<LabelOf<'freezesActive'>>;
  readonly deployments: Gauge<LabelOf<'deployments'>>;
  readonly leadTime: Gauge<LabelOf<'leadTime'>>;
  readonly changeFailureRatio: Gauge<LabelOf<'changeFailureRatio'>>;
  readonly telemetryDropped: Counter<LabelOf<'telemetryDropped'>>;
  readonly appStartTime: Gauge<LabelOf<'appStartTime'>>;
}

export function createMetrics(): Metrics {
  // The content type comes before the first metric: a histogram refuses exemplars in a plain-text registry.
  const registry = new Registry<OpenMetricsContentType>();
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  collectDefaultMetrics({ register: registry });

  function describe(name: SignalName) {
    const signal: Signal = signals[name];
    return {
      // OpenMetrics names the family; prom-client adds _total to a counter's samples itself.
      name: signal.type === 'counter' ? signal.metric.replace(/_total$/, '') : signal.metric,
      help: signal.help,
      registers: [registry],
      ...(signal.buckets === undefined ? {} : { buckets: [...signal.buckets] }),
    };
  }
  function labelNames<S extends SignalName>(name: S): LabelOf<S>[] {
    const isLabel = (label: string): label is LabelOf<S> => label in signals[name].labels;
    return Object.keys(signals[name].labels).filter(isLabel);
  }
  function counter<S extends NamesOf<'counter'>>(name: S) {
    return new Counter({ ...describe(name), labelNames: labelNames(name) });
  }
  function gauge<S extends NamesOf<'gauge'>>(name: S) {
    return new Gauge({ ...describe(name), labelNames: labelNames(name) });
  }
  function histogram<S extends NamesOf<'histogram'>>(name: S) {
    return new Histogram({ ...describe(name), labelNames: labelNames(name), enableExemplars: true });
  }

  const metrics: Metrics = {
    registry,
    httpRequests: counter('httpRequests'),
    httpRequestDuration: histogram('httpRequestDuration'),
    httpRequestsInFlight: gauge('httpRequestsInFlight'),
    dbPoolConnections: gauge('dbPoolConnections'),
    dbQueryDuration: histogram('dbQueryDuration'),
    alertNotifications: counter('alertNotifications'),
    incidentsOpen: gauge('incidentsOpen'),
    incidentsOpened: counter('incidentsOpened'),
    incidentsAcknowledged: counter('incidentsAcknowledged'),
    incidentsClosed: counter('incidentsClosed'),
    pages: counter('pages'),
    runbookSteps: counter('runbookSteps'),
    timeToAcknowledge: gauge('timeToAcknowledge'),
    timeToRestore: gauge('timeToRestore'),
    changes: counter('changes'),
    gateVerdicts: counter('gateVerdicts'),
    deployOverrides: counter('deployOverrides'),
    freezesActive: gauge('freezesActive'),
    deployments: gauge('deployments'),
    leadTime: gauge('leadTime'),
    changeFailureRatio: gauge('changeFailureRatio'),
    telemetryDropped: counter('telemetryDropped'),
    appStartTime: gauge('appStartTime'),
  };
  // Born at 0, so that rate() sees the first event too.
  for (const outcome of signals.alertNotifications.labels.outcome)
    metrics.alertNotifications.inc({ outcome }, 0);
  for (const signal of signals.telemetryDropped.labels.signal) metrics.telemetryDropped.inc({ signal }, 0);
  return metrics;
}
