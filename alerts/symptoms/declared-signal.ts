/**
 * What a service can be seen by, beside its objectives: one entry of `signals` in a catalog file. Each kind brings the
 * symptom rules of its family (`figures.ts`), and no family comes without its signal. The functions in `presets/`
 * write these entries for programs that are well known.
 */
import type { HistogramUnit } from '../bucket-edge.ts';
import type { Selector } from '../promql.ts';
import type { SeriesLabels } from '../series-labels.ts';

interface Signal<Kind extends string> {
  readonly kind: Kind;
  /**
   * Which part of the service is meant where it has several of one kind ("orders" of three queues): 1 to 30 of a-z, 0-9
   * and "-". Becomes the `component` label.
   */
  readonly component?: string;
  /** What the series call `environment`, where it is not that. */
  readonly labels?: SeriesLabels;
}

/** Labels that tell one of the things from another: a pod, a volume. The worst one of an environment is reported. */
interface Things {
  readonly per?: readonly string[];
}

/** Counters of requests. Where an availability objective of the service counts the same, its recorded counts are read. */
export interface RequestsSignal extends Signal<'requests'> {
  readonly total: Selector;
  /** Those that failed by the service's own fault, 5xx for HTTP; its matchers are those of `total` and more. */
  readonly failed: Selector;
}

/** A histogram of durations. */
export interface LatencySignal extends Signal<'latency'> {
  /** The buckets, without `le`. */
  readonly buckets: Selector;
  readonly count: Selector;
  /** Upper bounds of the buckets in seconds, whatever the unit; a threshold must be one of them. */
  readonly edges: readonly number[];
  /** What the series are measured in. Default: seconds. */
  readonly unit?: HistogramUnit;
}

/** Prometheus' `up` of the service's targets: 1 where the scrape went well. */
export interface TargetsSignal extends Signal<'targets'> {
  readonly up: Selector;
}

/** One of both: when a process started (unix time), or how often a container was started again (counter). */
export type RestartsSignal = Signal<'restarts'> &
  Things &
  ({ readonly startedAt: Selector } | { readonly restarts: Selector });

/** When a machine or a server started, unix time. Boards show it and nothing alerts on it: a clock that is set moves it too. */
export interface UptimeSignal extends Signal<'uptime'>, Things {
  readonly startedAt: Selector;
}

/** Seconds of CPU used beside the cores that may be used, or idle seconds of each core (counters). */
export type CpuSignal = Signal<'cpu'> &
  Things &
  (
    | { readonly usedSeconds: Selector; readonly cores: Selector | number }
    | { readonly idleSeconds: Selector }
  );

/** Bytes in use beside the bytes that there are, or bytes still to be had beside them (gauges). */
export type MemorySignal = Signal<'memory'> &
  Things &
  (
    | { readonly usedBytes: Selector; readonly limitBytes: Selector | number }
    | { readonly availableBytes: Selector; readonly totalBytes: Selector }
  );

/** What a container's kernel counts against its limit (gauges). */
export interface ContainerMemorySignal extends Signal<'container-memory'>, Things {
  readonly workingSetBytes: Selector;
  readonly limitBytes: Selector | number;
}

/** A file system (gauges). */
export interface DiskSignal extends Signal<'disk'>, Things {
  readonly freeBytes: Selector;
  readonly sizeBytes: Selector;
}

/** Connections of a pool (gauges): in use, allowed, and callers that wait for one. */
export interface ConnectionPoolSignal extends Signal<'connection-pool'>, Things {
  readonly used: Selector;
  readonly max: Selector;
  readonly waiting: Selector;
}

/** 1 where the database answers; what else it says of itself is shown beside that and alerts nobody. */
export interface DatabaseSignal extends Signal<'database'> {
  readonly up: Selector;
  readonly connections?: { readonly open: Selector; readonly max: Selector };
  /** Locks that are held or waited for, and the label that names their mode (gauge). */
  readonly locks?: { readonly held: Selector; readonly modeLabel: string };
  /** Blocks found in the cache, and those that had to be read (counters). */
  readonly cache?: { readonly hits: Selector; readonly reads: Selector };
  /** Transactions that were ended because they waited for each other (counter). */
  readonly deadlocks?: Selector;
}

export interface ReplicationSignal extends Signal<'replication'> {
  readonly lagSeconds: Selector;
}

/** How long the oldest transaction has been open. */
export interface TransactionsSignal extends Signal<'transactions'> {
  readonly longestSeconds: Selector;
}

/** Counters of time spent in statements and of statements; `per` tells kinds of statements apart. */
export interface StatementsSignal extends Signal<'statements'>, Things {
  readonly seconds: Selector;
  readonly calls: Selector;
}

/** When the last backup succeeded, unix time. */
export interface BackupSignal extends Signal<'backup'>, Things {
  readonly completedAt: Selector;
}

/** When a certificate ends, unix time. */
export interface CertificateSignal extends Signal<'certificate'> {
  readonly expiresAt: Selector;
}

/** Jobs or messages that nobody has taken yet. */
export interface QueueSignal extends Signal<'queue'>, Things {
  readonly waiting: Selector;
}

/** How late Node's event loop runs its callbacks, a high quantile of the last scrape interval, in seconds. */
export interface EventLoopSignal extends Signal<'event-loop'> {
  readonly lagSeconds: Selector;
}

/** 1 where a Vault is unsealed. */
export interface VaultSignal extends Signal<'vault'> {
  readonly unsealed: Selector;
}

/** The deadman's switch: an alert that always fires, so that whoever waits for it notices when the path breaks. */
export type WatchdogSignal = Signal<'watchdog'>;

/** What Prometheus says of itself: `reloaded` is 1 after a good reload, all others count events. */
export interface PrometheusSignal extends Signal<'prometheus'> {
  readonly reloaded: Selector;
  readonly ruleFailures: Selector;
  /** Alerts that no Alertmanager took. */
  readonly notificationsDropped: Selector;
  /** Samples or whole scrapes that were refused. */
  readonly scrapesRefused: Counters;
}

/** What Alertmanager says of itself: `reloaded` is 1 after a good reload, the others are counters. */
export interface AlertmanagerSignal extends Signal<'alertmanager'> {
  readonly reloaded: Selector;
  readonly notifications: Selector;
  readonly notificationsFailed: Selector;
}

/** Counters of log records that a pipeline refused, dropped or could not pass on. */
export interface LogPipelineSignal extends Signal<'log-pipeline'> {
  readonly lost: Counters;
}

/** Counters of spans that a pipeline refused, dropped or could not pass on. */
export interface TracePipelineSignal extends Signal<'trace-pipeline'> {
  readonly lost: Counters;
}

/** Spans and log records that the service itself could not deliver (counter). */
export interface TelemetrySignal extends Signal<'telemetry'> {
  readonly dropped: Selector;
}

/** Several counters of one thing; they are added up. */
export type Counters = readonly [Selector, ...Selector[]];

export type DeclaredSignal =
  | RequestsSignal
  | LatencySignal
  | TargetsSignal
  | RestartsSignal
  | UptimeSignal
  | CpuSignal
  | MemorySignal
  | ContainerMemorySignal
  | DiskSignal
  | ConnectionPoolSignal
  | DatabaseSignal
  | ReplicationSignal
  | TransactionsSignal
  | StatementsSignal
  | BackupSignal
  | CertificateSignal
  | QueueSignal
  | EventLoopSignal
  | VaultSignal
  | WatchdogSignal
  | PrometheusSignal
  | AlertmanagerSignal
  | LogPipelineSignal
  | TracePipelineSignal
  | TelemetrySignal;

export type SignalKind = DeclaredSignal['kind'];
export type SignalOf<Kind extends SignalKind> = Extract<DeclaredSignal, { kind: Kind }>;

export type { SymptomAdjustments } from './figures.ts';
