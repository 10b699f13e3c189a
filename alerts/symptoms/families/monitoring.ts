/** Symptoms of the monitoring itself: Prometheus, Alertmanager, the pipelines of logs and traces. */
import { durationSeconds } from '../../duration.ts';
import { binary, chain, increase, type Selector } from '../../promql.ts';
import type { ServiceDefinition } from '../../service-definition.ts';
import type {
  AlertmanagerSignal,
  Counters,
  DeclaredSignal,
  LogPipelineSignal,
  PrometheusSignal,
  TelemetrySignal,
  TracePipelineSignal,
} from '../declared-signal.ts';
import type { EventCount, Level } from '../figures/figure.ts';
import { type ResolvedLevel, resolveLevels, symptomFigures } from '../figures.ts';
import { downMeasure } from '../proof/down-measure.ts';
import { sampleSeries } from '../proof/sample-series.ts';
import type { Scenario } from '../proof/scenario.ts';
import { exactRatio, type Measure, thresholdProof } from '../proof/threshold-proof.ts';
import { counterValues } from '../proof/timeline.ts';
import type { Symptom } from '../symptom.ts';
import { howManyAre, over, perThing, scrapeInterval, total, windowFor, worstThing } from '../vectors.ts';
import { asPercent } from '../wording.ts';

export function prometheusSymptoms(signal: PrometheusSignal, service: ServiceDefinition): Symptom[] {
  const { symptoms = {} } = service;
  return [
    ...resolveLevels(symptomFigures.PrometheusConfigReloadFailed, symptoms.PrometheusConfigReloadFailed).map(
      (level): Symptom => ({
        ...reloadFailed(signal, signal.reloaded, service, level),
        alert: 'PrometheusConfigReloadFailed',
        headline: 'Prometheus could not read its configuration',
        finding: '{{ $value }} of the Prometheus servers refused their newest configuration.',
      }),
    ),
    ...resolveLevels(symptomFigures.PrometheusRuleFailures, symptoms.PrometheusRuleFailures).map(
      (level): Symptom => ({
        ...anyOf(signal, [signal.ruleFailures], service, level),
        alert: 'PrometheusRuleFailures',
        headline: 'Prometheus cannot evaluate some of its rules',
        finding: `{{ $value | humanize }} evaluations of rules failed in the last ${level.figures.window}.`,
      }),
    ),
    ...resolveLevels(
      symptomFigures.PrometheusNotificationsFailing,
      symptoms.PrometheusNotificationsFailing,
    ).map(
      (level): Symptom => ({
        ...anyOf(signal, [signal.notificationsDropped], service, level),
        alert: 'PrometheusNotificationsFailing',
        headline: 'Prometheus cannot hand its alerts to an Alertmanager',
        finding: `{{ $value | humanize }} alerts were dropped in the last ${level.figures.window}.`,
      }),
    ),
    ...resolveLevels(symptomFigures.PrometheusScrapesFailing, symptoms.PrometheusScrapesFailing).map(
      (level): Symptom => ({
        ...anyOf(signal, signal.scrapesRefused, service, level),
        alert: 'PrometheusScrapesFailing',
        headline: 'Prometheus refuses samples that it scrapes',
        finding: `{{ $value | humanize }} samples or scrapes were refused in the last ${level.figures.window}.`,
      }),
    ),
  ];
}

export function alertmanagerSymptoms(signal: AlertmanagerSignal, service: ServiceDefinition): Symptom[] {
  const { symptoms = {} } = service;
  return [
    ...resolveLevels(
      symptomFigures.AlertmanagerConfigReloadFailed,
      symptoms.AlertmanagerConfigReloadFailed,
    ).map(
      (level): Symptom => ({
        ...reloadFailed(signal, signal.reloaded, service, level),
        alert: 'AlertmanagerConfigReloadFailed',
        headline: 'Alertmanager could not read its configuration',
        finding: '{{ $value }} of the Alertmanagers refused their newest configuration.',
      }),
    ),
    ...resolveLevels(
      symptomFigures.AlertmanagerNotificationsFailing,
      symptoms.AlertmanagerNotificationsFailing,
    ).map(({ severity, figures }): Symptom => {
      const { thresholdRatio } = figures;
      const window = windowFor(service, figures.window);
      // One dead channel must not hide among those that work.
      const scope = { ...signal, per: ['integration'] };
      const share = binary(
        perThing(scope, increase(signal.notificationsFailed, window)),
        '/',
        perThing(scope, increase(signal.notifications, window)),
      );
      return {
        alert: 'AlertmanagerNotificationsFailing',
        signal,
        severity,
        level: figures,
        expr: over(worstThing(scope, share), thresholdRatio),
        headline: `Alertmanager fails to send over ${asPercent(thresholdRatio)} of notifications on a channel`,
        finding: `{{ $value | humanizePercentage }} of notifications failed in the last ${window}, on the channel that is worst.`,
        proof: thresholdProof({
          signal,
          level: figures,
          step: scrapeInterval(service),
          inputs: (phases, { labels }) => [
            {
              series: sampleSeries(signal.notificationsFailed, labels),
              values: counterValues(phases.map(({ steps, value }) => ({ steps, value: value * 100 }))),
            },
            {
              series: sampleSeries(signal.notifications, labels),
              values: counterValues(phases.map(({ steps }) => ({ steps, value: 100 }))),
            },
          ],
          threshold: thresholdRatio,
          over: thresholdRatio * 1.02,
          notOver: [thresholdRatio * 0.98, ...exactRatio(thresholdRatio)],
          calm: 0,
          extreme: 1,
          window,
          per: scope.per,
          combines: 'worst',
        }),
      };
    }),
  ];
}

export function logPipelineSymptoms(signal: LogPipelineSignal, service: ServiceDefinition): Symptom[] {
  return resolveLevels(symptomFigures.LogPipelineFailing, service.symptoms?.LogPipelineFailing).map(
    (level) => ({
      ...anyOf(signal, signal.lost, service, level),
      alert: 'LogPipelineFailing',
      headline: 'log records are lost on their way',
      finding: `{{ $value | humanize }} log records or writes were lost in the last ${level.figures.window}.`,
    }),
  );
}

export function tracePipelineSymptoms(signal: TracePipelineSignal, service: ServiceDefinition): Symptom[] {
  return resolveLevels(symptomFigures.TracePipelineFailing, service.symptoms?.TracePipelineFailing).map(
    (level) => ({
      ...anyOf(signal, signal.lost, service, level),
      alert: 'TracePipelineFailing',
      headline: 'spans are lost on their way',
      finding: `{{ $value | humanize }} spans were lost in the last ${level.figures.window}.`,
    }),
  );
}

export function telemetrySymptoms(signal: TelemetrySignal, service: ServiceDefinition): Symptom[] {
  return resolveLevels(symptomFigures.TelemetryDropped, service.symptoms?.TelemetryDropped).map((level) => ({
    ...anyOf(signal, [signal.dropped], service, level),
    alert: 'TelemetryDropped',
    headline: 'the service drops its own logs or traces',
    finding: `{{ $value | humanize }} log records and spans were given up in the last ${level.figures.window}.`,
  }));
}

type Shown = Omit<Symptom, 'alert' | 'headline' | 'finding'>;

/** A gauge of 1 that turned 0. */
function reloadFailed(
  signal: DeclaredSignal,
  reloaded: Selector,
  service: ServiceDefinition,
  { severity, figures }: ResolvedLevel<Level>,
): Shown {
  return {
    signal,
    severity,
    level: figures,
    expr: howManyAre(signal, reloaded, 0),
    proof: thresholdProof(downMeasure(signal, reloaded, service, { severity, figures })),
  };
}

/**
 * More events than the threshold of any of these counters. Each is compared by itself: most of them do not exist before
 * they first count something, and a sum of what is missing is missing.
 */
function anyOf(
  signal: DeclaredSignal,
  counters: Counters,
  service: ServiceDefinition,
  { severity, figures }: ResolvedLevel<EventCount>,
): Shown {
  const { thresholdEvents: threshold } = figures;
  const window = windowFor(service, figures.window);
  const step = scrapeInterval(service);
  const inWindow = durationSeconds(window) / durationSeconds(step);
  const isOver = (counter: Selector) => over(total(signal, increase(counter, window)), threshold);
  const [first, ...rest] = counters;
  const inputs =
    (counter: Selector): Measure['inputs'] =>
    (phases, { labels, weight }) => [
      {
        series: sampleSeries(counter, labels),
        values: counterValues(
          phases.map(({ steps, value }) => ({ steps, value: (value * weight) / inWindow })),
        ),
      },
    ];
  const measure: Measure = {
    signal,
    level: figures,
    step,
    inputs: inputs(first),
    threshold,
    over: threshold * 1.02 + 0.5,
    notOver: [threshold * 0.98],
    calm: 0,
    extreme: 100 * (threshold + 1),
    window,
    combines: 'sum',
  };
  const others = rest.flatMap((counter): Scenario[] =>
    thresholdProof({ ...measure, inputs: inputs(counter) })
      .scenarios.filter(({ setting }) => setting === 'placed')
      .map((scenario) => ({ ...scenario, name: `${scenario.name} (${counter.metric})` })),
  );
  return {
    signal,
    severity,
    level: figures,
    expr: chain('or', isOver(first), ...rest.map(isOver)),
    proof: thresholdProof({ ...measure, more: others }),
  };
}
