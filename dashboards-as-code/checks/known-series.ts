/**
 * What series there are, and with which labels: declared in service/signals.ts, made by the rules, or selected by the
 * catalog's definition of a service. A selector that no such series can satisfy draws an empty panel for ever.
 */
import { selectorsOf } from '../../alerts/objective.ts';
import type { Selector } from '../../alerts/promql.ts';
import { ruleGroupsOf } from '../../alerts/rules.ts';
import type { SeriesLabels } from '../../alerts/series-labels.ts';
import type { ServiceDefinition } from '../../alerts/service-definition.ts';
import { selectorsOfService } from '../../alerts/service-selectors.ts';
import type { DeclaredSignal } from '../../alerts/symptoms/declared-signal.ts';
import { type Signal, signals, targetLabels } from '../../service/signals.ts';
import { exportsOwnSignals } from '../own-signals.ts';
import { readPromql, selectorsIn } from './promql-terms.ts';

/** The values that a label may have. */
type Values = readonly string[] | 'any';
type Label = readonly [name: string, values: Values];

export interface KnownSeries {
  readonly metric: string;
  /** Whose they are: the `service` label, or where they lack it, whose definition names them. */
  readonly service: string;
  readonly labels: ReadonlyMap<string, Values>;
}

/** By metric. */
export type KnownMetrics = ReadonlyMap<string, readonly KnownSeries[]>;

/** What several places say of one metric of a service adds up: the selector of failures names labels that the total's does not. */
export function knownMetricsOf(services: readonly ServiceDefinition[]): KnownMetrics {
  const merged = services.flatMap((service) =>
    [...Map.groupBy(seriesOfService(service), ({ metric }) => metric)].map(([metric, parts]) => ({
      metric,
      service: service.name,
      labels: addUp(parts),
    })),
  );
  return Map.groupBy(merged, ({ metric }) => metric);
}

function addUp(parts: readonly KnownSeries[]): KnownSeries['labels'] {
  const labels = new Map<string, Values>();
  for (const part of parts)
    for (const [label, values] of part.labels) {
      const others = labels.get(label) ?? [];
      labels.set(label, values === 'any' || others === 'any' ? 'any' : [...new Set([...others, ...values])]);
    }
  return labels;
}

/** A histogram makes three. */
function metricsOfSignal({ type, metric }: Signal): string[] {
  return type === 'histogram' ? ['_bucket', '_sum', '_count'].map((part) => `${metric}${part}`) : [metric];
}

function seriesOfService(service: ServiceDefinition): KnownSeries[] {
  const known: Known = (metric, labels) => ({ metric, service: service.name, labels: new Map(labels) });
  return [
    known('up', anyValue(targetLabels)),
    ...ruleSeries(service, known),
    ...declaredSelectors(service).flatMap((declared) => declaredSeries(declared, known)),
    ...(exportsOwnSignals(service) ? ownSeries(known) : []),
  ];
}

type Known = (metric: string, labels: Iterable<Label>) => KnownSeries;

/** A histogram that is known by its buckets has a sum and a count as well. */
function declaredSeries({ selector, mapped, parts = [] }: DeclaredSelector, known: Known): KnownSeries[] {
  const { metric, matchers } = selector;
  const own = signalOf(selector);
  const matched = matchers.map(({ label }) => label).filter((label) => label !== 'le');
  const foreign = [...clusterLabels, ...matched, ...parts];
  const labels = [
    ...scrapeLabelsOf(mapped),
    ...(own === undefined ? anyValue(foreign) : labelsOfSignal(own)),
  ];
  const others = metric.endsWith('_bucket')
    ? ['_sum', '_count'].map((part) => metric.replace(/_bucket$/, part))
    : [];
  return [metric, ...others].map((name) => known(name, [...labels, ...bucketLabel(name)]));
}

/** Everything that service/signals.ts declares. */
function ownSeries(known: Known): KnownSeries[] {
  return Object.values<Signal>(signals).flatMap((signal) =>
    metricsOfSignal(signal).map((metric) =>
      known(metric, [...anyValue(targetLabels), ...labelsOfSignal(signal), ...bucketLabel(metric)]),
    ),
  );
}

function ruleSeries(service: ServiceDefinition, known: Known): KnownSeries[] {
  const rules = ruleGroupsOf(service).flatMap((group) => group.rules);
  const labels = new Set(rules.flatMap((rule) => ('alert' in rule ? Object.keys(rule.labels) : [])));
  return [
    // What an alert's expression leaves comes on top of the labels that its rule adds.
    known('ALERTS', anyValue([...labels, ...targetLabels, 'alertname', 'alertstate'])),
    ...rules.flatMap((rule) =>
      'record' in rule
        ? [
            known(rule.record, [
              ...(knowsEnvironment(service, rule.labels.slo) ? anyValue(['environment']) : []),
              ...Object.entries(rule.labels).map(([label, value]): Label => [label, [value]]),
            ]),
          ]
        : [],
    ),
  ];
}

function knowsEnvironment({ objectives }: ServiceDefinition, slo: string | undefined): boolean {
  return objectives.find(({ name }) => name === slo)?.labels?.environment !== null;
}

interface DeclaredSelector {
  readonly selector: Selector;
  readonly mapped: SeriesLabels;
  /** Labels by which the signal tells parts of one thing apart. */
  readonly parts?: readonly string[];
}

function declaredSelectors({
  objectives,
  signals: declared = [],
  ...rest
}: ServiceDefinition): DeclaredSelector[] {
  return [
    ...objectives.flatMap((objective) =>
      [...selectorsOf(objective), ...rawSelectors(objective.events)].map((selector) => ({
        selector,
        mapped: objective.labels ?? {},
      })),
    ),
    ...declared.flatMap((signal) =>
      selectorsOfService({ ...rest, objectives: [], signals: [signal] }).map((selector) => ({
        selector,
        mapped: signal.labels ?? {},
        parts: partsOf(signal),
      })),
    ),
  ];
}

function partsOf(signal: DeclaredSignal): readonly string[] {
  if (signal.kind === 'database') return signal.locks === undefined ? [] : [signal.locks.modeLabel];
  return 'per' in signal ? (signal.per ?? []) : [];
}

/** Those in PromQL that the catalog's author wrote by hand. */
function rawSelectors(events: object): Selector[] {
  return Object.values(events).flatMap((text) => {
    if (typeof text !== 'string') return [];
    const term = readPromql(text.replaceAll('$window', '5m').replaceAll('$step', '15s'));
    return term.kind === 'fault' ? [] : selectorsIn(term);
  });
}

/** Our own signal, unless it is another program's metric of the same name, which other labels give away. */
function signalOf({ metric, matchers }: Selector): Signal | undefined {
  const signal = Object.values<Signal>(signals).find((one) => metricsOfSignal(one).includes(metric));
  const names = signal === undefined ? [] : [...Object.keys(signal.labels), ...targetLabels, 'le'];
  return matchers.every(({ label }) => names.includes(label)) ? signal : undefined;
}

function labelsOfSignal({ labels }: Signal): Label[] {
  return Object.entries(labels);
}

function bucketLabel(metric: string): Label[] {
  return metric.endsWith('_bucket') ? [['le', 'any']] : [];
}

/** What Kubernetes' usual relabelling adds. */
const clusterLabels = ['namespace', 'pod', 'container', 'cluster'];

/** What a scrape puts on them, less what they call otherwise. */
function scrapeLabelsOf(mapped: SeriesLabels): Label[] {
  const names = Object.values(mapped).filter((name) => typeof name === 'string');
  return anyValue([...targetLabels.filter((label) => !(label in mapped)), ...names]);
}

function anyValue(labels: readonly string[]): Label[] {
  return labels.map((label) => [label, 'any']);
}
