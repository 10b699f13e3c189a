/** What a desk of some size exports, as samples up to an instant: one event a second on every counter. */
import { sampleLine, seriesName } from '../../alerts/bench/engine/open-metrics.ts';
import { desk } from '../../alerts/catalog/desk.ts';
import { selectorsOfService } from '../../alerts/service-selectors.ts';
import { type Signal, signals } from '../../service/signals.ts';
import type { ServiceSize } from './service-size.ts';

export const environment = 'production';
/** As production scrapes. */
export const scrapeSeconds = 15;

/** Scrapes happen a little after the evaluations, as they do in life: no sample lies on the edge of a window. */
const scrapePhaseSeconds = 7;
/** The range that is shown, and what a rate at its beginning looks back on. */
const spanSeconds = 4_200;

type Labels = Readonly<Record<string, string>>;

/** What the desk's process says of itself, as far as its definition asks for it. */
const processMetrics = [...new Set(selectorsOfService(desk).map(({ metric }) => metric))].filter(
  (metric) => !Object.values<Signal>(signals).some((signal) => metric.startsWith(signal.metric)),
);

/** One name a series, ready for a line. */
export function seriesNames(size: ServiceSize): string[] {
  return Array.from({ length: size.instances }, (_, index): Labels => {
    const instance = `desk-${index}:8080`;
    return { service: 'desk', environment, release: `r${index % 2}`, instance, job: 'services' };
  }).flatMap((target) => [
    ...Object.values(signals).flatMap((signal) => namesOf(signal, size, target)),
    ...processMetrics.map((metric) => seriesName(metric, target)),
  ]);
}

export function* samples(names: readonly string[], end: number): Generator<string> {
  for (let time = end - spanSeconds + scrapePhaseSeconds; time < end; time += scrapeSeconds)
    for (const name of names) yield sampleLine(name, time - (end - spanSeconds), time);
}

function namesOf(signal: Signal, size: ServiceSize, target: Labels): string[] {
  const { metric, type, buckets = [] } = signal;
  const labels = combinations(
    Object.entries(signal.labels).map(([label, values]) => [label, valuesOf(label, values, size)] as const),
  );
  if (type !== 'histogram') return labels.map((own) => seriesName(metric, { ...target, ...own }));
  return labels.flatMap((own) => [
    ...[...buckets.map(String), '+Inf'].map((le) =>
      seriesName(`${metric}_bucket`, { ...target, ...own, le }),
    ),
    seriesName(`${metric}_count`, { ...target, ...own }),
    seriesName(`${metric}_sum`, { ...target, ...own }),
  ]);
}

function valuesOf(
  label: string,
  declared: readonly string[] | 'any',
  { routes, methods, statuses }: ServiceSize,
): readonly string[] {
  if (label === 'route') return Array.from({ length: routes }, (_, index) => `/route/${index}`);
  if (label === 'method') return methods;
  if (label === 'status') return statuses;
  if (label === 'status_class') return [...new Set(statuses.map((status) => `${status[0]}xx`))];
  return declared === 'any' ? ['one'] : declared;
}

function combinations(labels: readonly (readonly [string, readonly string[]])[]): Labels[] {
  return labels.reduce<Labels[]>(
    (sofar, [label, values]) => sofar.flatMap((own) => values.map((value) => ({ ...own, [label]: value }))),
    [{}],
  );
}
