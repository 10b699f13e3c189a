/** What processes and machines use of what they have. */
import { binary, call, type Expr, number, overRange, rate } from '../../../alerts/promql.ts';
import type { ServiceDefinition } from '../../../alerts/service-definition.ts';
import type {
  ContainerMemorySignal,
  CpuSignal,
  DiskSignal,
  EventLoopSignal,
  MemorySignal,
  RestartsSignal,
  TargetsSignal,
  UptimeSignal,
} from '../../../alerts/symptoms/declared-signal.ts';
import { resolveLevels, symptomFigures } from '../../../alerts/symptoms/figures.ts';
import { signalPanelSlug } from '../../../alerts/symptoms/symptom-link.ts';
import type { PanelModel } from '../../board.ts';
import { prometheusQuery } from '../../query.ts';
import { rateWindow, tells } from '../../scope.ts';
import { levelThresholds } from '../../thresholds.ts';
import { countLines, lines, linesWithThresholds, shareLines } from '../../visuals.ts';
import { byThing, chosenSeries, signalTitle, thingLegend } from './things.ts';

const exportsNone = 'no such series: it is not scraped, or its exporter does not tell';

export function targetsPanel(signal: TargetsSignal): PanelModel {
  return {
    slug: signalPanelSlug(signal),
    title: signalTitle(
      signal,
      tells(signal, 'release')
        ? 'Which instances answer, and with which release?'
        : 'Which instances answer?',
    ),
    description:
      '1 where the last scrape went well, 0 where Prometheus could not reach it: is the process there? Two releases at once is a deployment on its way; a line that ends is an instance that was taken away.',
    unit: 'none',
    noValue: 'no instance is known to Prometheus: check its targets',
    visual: lines().decimals(0).max(1),
    queries: [
      prometheusQuery(byThing(signal, chosenSeries(signal, signal.up), 'max'), {
        legend: thingLegend(signal),
      }),
    ],
  };
}

export function restartsPanel(signal: RestartsSignal, service: ServiceDefinition): PanelModel {
  const levels = resolveLevels(symptomFigures.RestartLoop, service.symptoms?.RestartLoop);
  const starts =
    'startedAt' in signal
      ? call('changes', overRange(chosenSeries(signal, signal.startedAt), rateWindow))
      : call('increase', overRange(chosenSeries(signal, signal.restarts), rateWindow));
  return {
    slug: signalPanelSlug(signal),
    title: signalTitle(signal, 'Does something start over and over?'),
    description: `Starts of one and the same instance between two points. One is a deployment; one after another is a crash loop (RestartLoop tells of more than ${levels.map(({ figures }) => `${figures.thresholdRestarts} in ${figures.window}`).join(', ') || 'none'}): read the last log lines before each start.`,
    unit: 'short',
    noValue: exportsNone,
    visual: countLines(),
    queries: [prometheusQuery(byThing(signal, starts), { legend: thingLegend(signal) })],
  };
}

export function uptimePanel(signal: UptimeSignal): PanelModel {
  const age = binary(call('time'), '-', chosenSeries(signal, signal.startedAt));
  return {
    slug: signalPanelSlug(signal),
    title: signalTitle(signal, 'Since when is it up?'),
    description:
      'Time since each was started. A line that falls to nothing was started again there: planned, or did something end it? Compare with the marks of changes, and read the last log lines before it.',
    unit: 's',
    noValue: exportsNone,
    visual: lines(),
    queries: [prometheusQuery(byThing(signal, age, 'max'), { legend: thingLegend(signal) })],
  };
}

export function cpuPanel(signal: CpuSignal, service: ServiceDefinition): PanelModel {
  const thresholds = levelThresholds(
    resolveLevels(symptomFigures.HighCpu, service.symptoms?.HighCpu),
    ({ thresholdRatio }) => thresholdRatio,
  );
  return {
    slug: signalPanelSlug(signal),
    title: signalTitle(signal, 'Is something out of CPU?'),
    description:
      'CPU time used of what may be used, each by itself; the dashed lines are those of HighCpu. At the top with slow requests: too much work or too few instances. Far below it while requests are slow: something else is waited for.',
    unit: 'percentunit',
    noValue: exportsNone,
    thresholds,
    visual: shareLines(thresholds),
    queries: [prometheusQuery(cpuShare(signal), { legend: thingLegend(signal) })],
  };
}

function cpuShare(signal: CpuSignal): Expr {
  if ('usedSeconds' in signal)
    return binary(
      byThing(signal, rate(chosenSeries(signal, signal.usedSeconds), rateWindow)),
      '/',
      typeof signal.cores === 'number'
        ? number(signal.cores)
        : byThing(signal, chosenSeries(signal, signal.cores)),
    );
  const idle = rate(chosenSeries(signal, signal.idleSeconds), rateWindow);
  return binary(number(1), '-', byThing(signal, idle, 'avg'));
}

export function memoryPanel(signal: MemorySignal, service: ServiceDefinition): PanelModel {
  const levels = resolveLevels(symptomFigures.HighMemory, service.symptoms?.HighMemory);
  const common = {
    slug: signalPanelSlug(signal),
    title: signalTitle(signal, 'Does memory grow without end?'),
    description:
      'Memory used, each by itself; the dashed lines are those of HighMemory, below what may be used. A saw-tooth is garbage collection; a floor that rises and never comes back down is a leak, and a cliff to nothing a process that was killed.',
    noValue: exportsNone,
  } as const;
  if ('usedBytes' in signal && typeof signal.limitBytes === 'number') {
    const { usedBytes, limitBytes } = signal;
    const thresholds = levelThresholds(levels, ({ thresholdRatio }) => thresholdRatio * limitBytes);
    return {
      ...common,
      unit: 'bytes',
      thresholds,
      visual: linesWithThresholds(thresholds),
      queries: [
        prometheusQuery(byThing(signal, chosenSeries(signal, usedBytes)), { legend: thingLegend(signal) }),
      ],
    };
  }
  const thresholds = levelThresholds(levels, ({ thresholdRatio }) => thresholdRatio);
  const share =
    'usedBytes' in signal
      ? shareOf(signal, signal.usedBytes, signal.limitBytes)
      : binary(number(1), '-', shareOf(signal, signal.availableBytes, signal.totalBytes));
  return {
    ...common,
    unit: 'percentunit',
    thresholds,
    visual: shareLines(thresholds),
    queries: [prometheusQuery(share, { legend: thingLegend(signal) })],
  };
}

export function containerMemoryPanel(signal: ContainerMemorySignal, service: ServiceDefinition): PanelModel {
  const thresholds = levelThresholds(
    resolveLevels(symptomFigures.ContainerMemoryNearLimit, service.symptoms?.ContainerMemoryNearLimit),
    ({ thresholdRatio }) => thresholdRatio,
  );
  return {
    slug: signalPanelSlug(signal),
    title: signalTitle(signal, 'Is a container about to be killed for its memory?'),
    description:
      'What the kernel counts against each container’s limit; at the limit it is killed (OOM) without a word in its own log. Near the dashed line: raise the limit or find what grows, before the next peak.',
    unit: 'percentunit',
    noValue: exportsNone,
    thresholds,
    visual: shareLines(thresholds),
    queries: [
      prometheusQuery(shareOf(signal, signal.workingSetBytes, signal.limitBytes), {
        legend: thingLegend(signal),
      }),
    ],
  };
}

export function diskPanel(signal: DiskSignal, service: ServiceDefinition): PanelModel {
  const thresholds = levelThresholds(
    resolveLevels(symptomFigures.DiskFilling, service.symptoms?.DiskFilling),
    ({ thresholdRatio }) => thresholdRatio,
  );
  return {
    slug: signalPanelSlug(signal),
    title: signalTitle(signal, 'Which disk fills up?'),
    description:
      'Used share of each file system; the dashed lines are those of DiskFilling. A steady climb has a date at which it is full: see what writes there. A jump is a dump, a core or a log that nobody rotates.',
    unit: 'percentunit',
    noValue: exportsNone,
    thresholds,
    visual: shareLines(thresholds),
    queries: [
      prometheusQuery(binary(number(1), '-', shareOf(signal, signal.freeBytes, signal.sizeBytes)), {
        legend: thingLegend(signal),
      }),
    ],
  };
}

export function eventLoopPanel(signal: EventLoopSignal, service: ServiceDefinition): PanelModel {
  const thresholds = levelThresholds(
    resolveLevels(symptomFigures.EventLoopLag, service.symptoms?.EventLoopLag),
    ({ thresholdSeconds }) => thresholdSeconds,
  );
  return {
    slug: signalPanelSlug(signal),
    title: signalTitle(signal, 'Is the event loop blocked?'),
    description:
      'How late timers run, at the 99th percentile since the last scrape; the dashed lines are those of EventLoopLag. Lag that rises with the error ratio means that synchronous work holds up every request: take a CPU profile.',
    unit: 's',
    noValue: exportsNone,
    thresholds,
    visual: linesWithThresholds(thresholds),
    queries: [
      prometheusQuery(byThing(signal, chosenSeries(signal, signal.lagSeconds), 'max'), {
        legend: thingLegend(signal),
      }),
    ],
  };
}

type Shared = MemorySignal | ContainerMemorySignal | DiskSignal;

function shareOf(
  signal: Shared,
  used: Parameters<typeof chosenSeries>[1],
  limit: Parameters<typeof chosenSeries>[1] | number,
): Expr {
  return binary(
    byThing(signal, chosenSeries(signal, used)),
    '/',
    typeof limit === 'number' ? number(limit) : byThing(signal, chosenSeries(signal, limit)),
  );
}
