import type { Selector } from '../../promql.ts';
import type { ServiceDefinition } from '../../service-definition.ts';
import type { DeclaredSignal } from '../declared-signal.ts';
import type { Level } from '../figures/figure.ts';
import type { ResolvedLevel } from '../figures.ts';
import { scrapeInterval } from '../vectors.ts';
import { sampleSeries } from './sample-series.ts';
import type { Measure } from './threshold-proof.ts';
import { gaugeValues } from './timeline.ts';

/** A gauge that is 1 where all is well: 0 is what the symptom sees. */
export function downMeasure(
  signal: DeclaredSignal,
  up: Selector,
  service: ServiceDefinition,
  { figures }: ResolvedLevel<Level>,
): Measure {
  return {
    signal,
    level: figures,
    step: scrapeInterval(service),
    inputs: (phases, { labels }) => [
      {
        series: sampleSeries(up, labels),
        values: gaugeValues(phases.map(({ steps, value }) => ({ steps, value: 1 - value }))),
      },
    ],
    threshold: 0,
    over: 1,
    notOver: [0],
    calm: 0,
    extreme: 1,
    combines: 'worst',
  };
}
