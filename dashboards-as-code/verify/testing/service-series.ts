/** The series that a service must export for its definition to be true: some for each selector of its objectives and signals. */

import type { Selector } from '../../../alerts/promql.ts';
import type { LogicalLabel, SeriesLabels } from '../../../alerts/series-labels.ts';
import type { ServiceDefinition } from '../../../alerts/service-definition.ts';
import { selectorsOfService } from '../../../alerts/service-selectors.ts';
import { labelsOutside, sampleLabels } from '../../../alerts/symptoms/proof/sample-series.ts';
import { targetLabels } from '../../../service/signals.ts';

type Labels = Readonly<Record<string, string>>;

/** Where one process of the service runs, and the routes that it answers. */
export interface Place {
  readonly environment: string;
  readonly release: string;
  readonly routes: readonly string[];
}

export interface SampleSeries {
  /** Of a histogram without `_bucket`. */
  readonly metric: string;
  readonly labels: Labels;
  /** Upper bounds as they stand in `le`; a histogram has some, and "+Inf" last. */
  readonly edges?: readonly string[];
}

/** One objective or one signal: what its series call things, and what it selects. */
interface Part {
  readonly selectors: readonly Selector[];
  readonly labels: SeriesLabels;
  readonly per: readonly string[];
  /** Counts requests, which have a route. */
  readonly isTraffic: boolean;
}

/** Without what the scrape puts on them (`targetLabelsOf`) and without `up`, which the scrape makes. */
export function seriesOfService(service: ServiceDefinition, place: Place): SampleSeries[] {
  const edges = edgesOf(service);
  const series = partsOf(service).flatMap((part) =>
    (part.isTraffic ? place.routes : place.routes.slice(0, 1)).flatMap((route) =>
      samplesOf(part, wantedLabels(part, { ...place, route }), edges),
    ),
  );
  const unique = new Map(series.map((one) => [JSON.stringify([one.metric, sorted(one.labels)]), one]));
  return [...unique.values()];
}

/** What the scrape of this place attaches to every series: what the selectors ask of it, too. */
export function targetLabelsOf(service: ServiceDefinition, place: Place): Labels {
  const own = { service: service.name, environment: place.environment, release: place.release };
  const asked = selectorsOfService(service).map((one) => {
    const matchers = one.matchers.filter(({ label }) => isTarget(label));
    return sampleLabels({ ...one, matchers }, own);
  });
  return Object.assign({}, own, ...asked);
}

function partsOf(service: ServiceDefinition): Part[] {
  const { objectives, signals = [] } = service;
  const nothing = { ...service, objectives: [], signals: [] };
  return [
    ...objectives.map((objective) => ({
      selectors: selectorsOfService({ ...nothing, objectives: [objective] }),
      labels: objective.labels ?? {},
      per: [],
      isTraffic: objective.kind === 'availability' || objective.kind === 'latency',
    })),
    ...signals.map((signal) => ({
      selectors: selectorsOfService({ ...nothing, signals: [signal] }),
      labels: signal.labels ?? {},
      per: 'per' in signal ? (signal.per ?? []) : [],
      isTraffic: signal.kind === 'requests' || signal.kind === 'latency',
    })),
  ];
}

function samplesOf(part: Part, wanted: Labels, edges: Edges): SampleSeries[] {
  return part.selectors
    .filter(({ metric }) => metric !== 'up')
    .map((base) => {
      const histogram = base.metric.replace(/_(bucket|count|sum)$/, '');
      const bounds = edges.get(histogram);
      const narrower = part.selectors.find((other) => isNarrower(other, base));
      const labels =
        bounds === undefined && narrower !== undefined ? labelsOutside(base, narrower, wanted) : wanted;
      const { le: _, ...exported } = withoutTarget(sampleLabels(base, labels));
      return bounds === undefined
        ? { metric: base.metric, labels: exported }
        : { metric: histogram, labels: exported, edges: bounds };
    });
}

/** By histogram. */
type Edges = ReadonlyMap<string, readonly string[]>;

function edgesOf({ objectives, signals = [] }: ServiceDefinition): Edges {
  const declared = signals.flatMap((signal) =>
    signal.kind === 'latency'
      ? [
          [
            histogramOf(signal.buckets),
            signal.edges.map((edge) => edge * (signal.unit === 'ms' ? 1000 : 1)),
          ] as const,
        ]
      : [],
  );
  const promised = objectives.flatMap(({ events }) =>
    'good' in events && events.good.metric.endsWith('_bucket')
      ? [[histogramOf(events.good), [Number(sampleLabels(events.good, {}).le)]] as const]
      : [],
  );
  const all = Map.groupBy([...declared, ...promised], ([histogram]) => histogram);
  return new Map(
    [...all].map(([histogram, found]) => {
      const numbers = new Set(found.flatMap(([, edges]) => edges));
      return [histogram, [...[...numbers].sort((a, b) => a - b).map(String), '+Inf']];
    }),
  );
}

function histogramOf({ metric }: Selector): string {
  return metric.replace(/_bucket$/, '');
}

/** What the series carry although no selector may ask for it, by the names that they have for it. */
function wantedLabels(
  { labels, per, isTraffic }: Part,
  { environment, release, route }: Omit<Place, 'routes'> & { readonly route: string },
): Labels {
  const values: readonly (readonly [LogicalLabel, string])[] = [
    ['environment', environment],
    ['release', release],
    ...(isTraffic
      ? ([
          ['route', route],
          ['method', 'GET'],
        ] as const)
      : []),
  ];
  const named = values.flatMap(([logical, value]) => {
    const name = labels[logical] === undefined ? logical : labels[logical];
    return typeof name === 'string' ? [[name, value]] : [];
  });
  const things = per.map((label) => [label, `sample-${label}`]);
  return { ...Object.fromEntries(things), ...Object.fromEntries(named) };
}

function isNarrower(other: Selector, base: Selector): boolean {
  const has = new Set(other.matchers.map((matcher) => JSON.stringify(matcher)));
  return (
    other.metric === base.metric &&
    other.matchers.length > base.matchers.length &&
    base.matchers.every((matcher) => has.has(JSON.stringify(matcher)))
  );
}

function withoutTarget(labels: Labels): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => !isTarget(name)));
}

function isTarget(label: string): boolean {
  return targetLabels.some((own) => own === label);
}

function sorted(labels: Labels): [string, string][] {
  return Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
}
