/** The metric queries of an SLO's indicator, inline or by reference, as events of the catalog. */
import { type CarriedEvents, carryEvents, type LocatedQuery } from '../import/events.ts';
import type { Report } from '../import/report.ts';
import type { IndicatorSpec, Metric, Slo } from './schema.ts';

/** What other documents of the file say, by name. */
export interface References {
  readonly indicators: ReadonlyMap<string, IndicatorSpec>;
  /** Type of each DataSource. */
  readonly sourceTypes: ReadonlyMap<string, string>;
}

/** Reports why an indicator cannot be carried, and answers undefined then. */
export function carryIndicator(
  { spec: slo }: Slo,
  references: References,
  report: Report,
): CarriedEvents | undefined {
  const isComposite = slo.objectives.some(
    ({ indicator, indicatorRef }) => indicator !== undefined || indicatorRef !== undefined,
  );
  if (isComposite)
    return report.refuse(
      'spec.objectives',
      'is composite (each objective has its own indicator, and one budget burns with any of them); write one SLO for each.',
    );
  if (slo.indicator !== undefined && slo.indicatorRef !== undefined)
    return report.fault('spec', 'has both indicator and indicatorRef; keep one.');
  if (slo.indicator !== undefined)
    return carrySpec(slo.indicator.spec, 'spec.indicator.spec', references, report);
  if (slo.indicatorRef === undefined)
    return report.fault('spec', 'has neither indicator nor indicatorRef; write one.');
  const referred = references.indicators.get(slo.indicatorRef);
  if (referred === undefined)
    return report.refuse(
      'spec.indicatorRef',
      `"${slo.indicatorRef}" is no SLI of this file; put its document into the same file.`,
    );
  return carrySpec(referred, `spec.indicatorRef(${slo.indicatorRef}).spec`, references, report);
}

function carrySpec(
  { ratioMetric, thresholdMetric }: IndicatorSpec,
  path: string,
  references: References,
  report: Report,
): CarriedEvents | undefined {
  if (ratioMetric === undefined) {
    const type = thresholdMetric && sourceType(thresholdMetric, references);
    return report.refuse(
      `${path}.thresholdMetric`,
      `compares values of ${type === undefined ? 'a metric' : JSON.stringify(type)} with a threshold; the catalog counts events: write a ratioMetric, for a latency from a histogram's bucket.`,
    );
  }
  if (ratioMetric.raw !== undefined)
    return report.refuse(
      `${path}.ratioMetric.raw`,
      'is a ratio made elsewhere, which cannot be weighted by requests; write good or bad, and total.',
    );
  const partIs = ratioMetric.good === undefined ? 'bad' : 'good';
  const ratioPath = `${path}.ratioMetric`;
  const total = carryQuery(ratioMetric.total, `${ratioPath}.total`, references, report);
  const part = carryQuery(ratioMetric[partIs], `${ratioPath}.${partIs}`, references, report);
  return (
    total &&
    part &&
    carryEvents({ total, part, partIs, style: ratioMetric.counter === true ? 'counters' : 'ranges' }, report)
  );
}

function carryQuery(
  metric: Metric | undefined,
  path: string,
  references: References,
  report: Report,
): LocatedQuery | undefined {
  if (metric === undefined) return undefined;
  const source = metric.metricSource;
  const type = sourceType(metric, references);
  if (type === undefined)
    return report.refuse(
      `${path}.metricSource`,
      source.metricSourceRef === undefined
        ? 'names no type; write type: Prometheus.'
        : `"${source.metricSourceRef}" is no DataSource of this file and no type stands beside it; write type: Prometheus.`,
    );
  if (type.toLowerCase() !== 'prometheus')
    return report.refuse(
      `${path}.metricSource.type`,
      `"${type}" is not Prometheus; only PromQL can be carried.`,
    );
  const query = source.spec?.query;
  return typeof query === 'string'
    ? { path: `${path}.metricSource.spec.query`, query }
    : report.fault(
        `${path}.metricSource.spec.query`,
        `${JSON.stringify(query) ?? 'is missing'}; write the PromQL there.`,
      );
}

function sourceType({ metricSource }: Metric, { sourceTypes }: References): string | undefined {
  return metricSource.type ?? sourceTypes.get(metricSource.metricSourceRef ?? '');
}
