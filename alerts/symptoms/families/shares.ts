/** Symptoms of something that runs out: the share in use, of the thing of an environment that has least left. */
import { durationSeconds } from '../../duration.ts';
import { binary, type Expr, number, rate, type Selector } from '../../promql.ts';
import type { ServiceDefinition } from '../../service-definition.ts';
import type {
  ContainerMemorySignal,
  CpuSignal,
  DeclaredSignal,
  DiskSignal,
  MemorySignal,
} from '../declared-signal.ts';
import type { Ratio } from '../figures/figure.ts';
import { type ResolvedLevel, resolveLevels, symptomFigures } from '../figures.ts';
import type { Place } from '../proof/place.ts';
import { sampleSeries } from '../proof/sample-series.ts';
import type { InputSeries, Phase } from '../proof/scenario.ts';
import { type Measure, thresholdProof } from '../proof/threshold-proof.ts';
import { counterValues, gaugeValues } from '../proof/timeline.ts';
import type { Symptom } from '../symptom.ts';
import { over, perThing, scrapeInterval, shareOf, thingLabels, windowFor, worstThing } from '../vectors.ts';
import { asPercent } from '../wording.ts';

export function cpuSymptoms(signal: CpuSignal, service: ServiceDefinition): Symptom[] {
  return resolveLevels(symptomFigures.HighCpu, service.symptoms?.HighCpu).map((level) => {
    const window = windowFor(service, level.figures.window);
    const seconds = durationSeconds(scrapeInterval(service));
    const share =
      'idleSeconds' in signal
        ? binary(
            number(1),
            '-',
            binary(
              perThing(signal, rate(signal.idleSeconds, window)),
              '/',
              perThing(signal, signal.idleSeconds, 'count'),
            ),
          )
        : shareOf(signal, rate(signal.usedSeconds, window), signal.cores);
    const inputs = (phases: readonly Phase[], { labels }: Place): InputSeries[] => {
      if ('idleSeconds' in signal)
        return ['0', '1'].map((cpu) => ({
          series: sampleSeries(signal.idleSeconds, { ...labels, cpu }),
          values: counterValues(scaled(phases, (used) => (1 - used) * seconds)),
        }));
      const { series, amount } = limitOf(signal.cores, 2, phases, labels);
      return [
        {
          series: sampleSeries(signal.usedSeconds, labels),
          values: counterValues(scaled(phases, (used) => used * amount * seconds)),
        },
        ...series,
      ];
    };
    return {
      ...shareSymptom(signal, service, level, share, inputs, { window, notOver: [] }),
      alert: 'HighCpu',
      headline: `over ${asPercent(level.figures.thresholdRatio)} of the CPU is used`,
      finding: `{{ $value | humanizePercentage }} of the CPU was used in the last ${window}, where it is worst.`,
    };
  });
}

export function memorySymptoms(signal: MemorySignal, service: ServiceDefinition): Symptom[] {
  return resolveLevels(symptomFigures.HighMemory, service.symptoms?.HighMemory).map((level) => {
    const used =
      'usedBytes' in signal
        ? usedOf(signal.usedBytes, signal.limitBytes)
        : leftOf(signal.availableBytes, signal.totalBytes);
    return {
      ...shareSymptom(signal, service, level, used.share(signal), used.inputs, used.exactly(level)),
      alert: 'HighMemory',
      headline: `over ${asPercent(level.figures.thresholdRatio)} of the memory is used`,
      finding: '{{ $value | humanizePercentage }} of the memory is used, where it is worst.',
    };
  });
}

export function containerMemorySymptoms(
  signal: ContainerMemorySignal,
  service: ServiceDefinition,
): Symptom[] {
  const { ContainerMemoryNearLimit: adjustments } = service.symptoms ?? {};
  return resolveLevels(symptomFigures.ContainerMemoryNearLimit, adjustments).map((level) => {
    const used = usedOf(signal.workingSetBytes, signal.limitBytes);
    return {
      ...shareSymptom(signal, service, level, used.share(signal), used.inputs, used.exactly(level)),
      alert: 'ContainerMemoryNearLimit',
      headline: `a container uses over ${asPercent(level.figures.thresholdRatio)} of its memory limit`,
      finding: 'The container that is nearest to its limit uses {{ $value | humanizePercentage }} of it.',
    };
  });
}

export function diskFillingSymptoms(signal: DiskSignal, service: ServiceDefinition): Symptom[] {
  return resolveLevels(symptomFigures.DiskFilling, service.symptoms?.DiskFilling).map((level) => {
    const used = leftOf(signal.freeBytes, signal.sizeBytes);
    return {
      ...shareSymptom(signal, service, level, used.share(signal), used.inputs, used.exactly(level)),
      alert: 'DiskFilling',
      headline: `over ${asPercent(level.figures.thresholdRatio)} of a disk is used`,
      finding: 'The fullest disk is used to {{ $value | humanizePercentage }}.',
    };
  });
}

interface Use {
  readonly share: (signal: DeclaredSignal) => Expr;
  readonly inputs: Measure['inputs'];
  readonly exactly: (level: ResolvedLevel<Ratio>) => Pick<Measure, 'notOver'>;
}

const sampleBytes = 1e9;

function usedOf(used: Selector, limit: Selector | number): Use {
  return {
    share: (signal) => shareOf(signal, used, limit),
    inputs: (phases, { labels }) => {
      const { series, amount } = limitOf(limit, sampleBytes, phases, labels);
      return [
        {
          series: sampleSeries(used, labels),
          values: gaugeValues(scaled(phases, (share) => share * amount)),
        },
        ...series,
      ];
    },
    exactly: ({ figures: { thresholdRatio } }) => {
      const amount = typeof limit === 'number' ? limit : sampleBytes;
      return { notOver: Number.isInteger(thresholdRatio * amount) ? [thresholdRatio] : [] };
    },
  };
}

function leftOf(left: Selector, all: Selector): Use {
  const leftBytes = (share: number): number => Math.round((1 - share) * sampleBytes);
  return {
    share: (signal) => binary(number(1), '-', shareOf(signal, left, all)),
    inputs: (phases, { labels }) => [
      { series: sampleSeries(left, labels), values: gaugeValues(scaled(phases, leftBytes)) },
      ...limitOf(all, sampleBytes, phases, labels).series,
    ],
    exactly: ({ figures: { thresholdRatio } }) => ({
      notOver: 1 - leftBytes(thresholdRatio) / sampleBytes === thresholdRatio ? [thresholdRatio] : [],
    }),
  };
}

function shareSymptom(
  signal: CpuSignal | MemorySignal | ContainerMemorySignal | DiskSignal,
  service: ServiceDefinition,
  { severity, figures }: ResolvedLevel<Ratio>,
  share: Expr,
  inputs: Measure['inputs'],
  { window, notOver }: Pick<Measure, 'window' | 'notOver'>,
): Omit<Symptom, 'alert' | 'headline' | 'finding'> {
  const { thresholdRatio } = figures;
  return {
    signal,
    severity,
    level: figures,
    expr: over(worstThing(signal, share), thresholdRatio),
    proof: thresholdProof({
      signal,
      level: figures,
      step: scrapeInterval(service),
      inputs,
      threshold: thresholdRatio,
      over: thresholdRatio * 1.02,
      notOver: [thresholdRatio * 0.98, ...notOver],
      calm: thresholdRatio / 10,
      extreme: 1,
      ...(window === undefined ? {} : { window }),
      per: thingLabels(signal),
      combines: 'worst',
    }),
  };
}

function limitOf(
  limit: Selector | number,
  sample: number,
  phases: readonly Phase[],
  labels: Readonly<Record<string, string>>,
): { series: InputSeries[]; amount: number } {
  if (typeof limit === 'number') return { series: [], amount: limit };
  const values = gaugeValues(scaled(phases, () => sample));
  return { series: [{ series: sampleSeries(limit, labels), values }], amount: sample };
}

function scaled(phases: readonly Phase[], to: (value: number) => number): Phase[] {
  return phases.map(({ steps, value }) => ({ steps, value: to(value) }));
}
