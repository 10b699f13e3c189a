/** Symptoms of one gauge against one number: how late, how long, how many. The worst series of an environment counts. */
import { durationSeconds } from '../../duration.ts';
import { binary, call, number, type Selector } from '../../promql.ts';
import type { ServiceDefinition } from '../../service-definition.ts';
import type {
  CertificateSignal,
  DeclaredSignal,
  EventLoopSignal,
  QueueSignal,
  ReplicationSignal,
  TransactionsSignal,
} from '../declared-signal.ts';
import type { Level, Seconds, Waiting } from '../figures/figure.ts';
import { type ResolvedLevel, resolveLevels, symptomFigures } from '../figures.ts';
import { sampleSeries } from '../proof/sample-series.ts';
import { type Measure, thresholdProof } from '../proof/threshold-proof.ts';
import { clockValues, gaugeValues } from '../proof/timeline.ts';
import type { Symptom } from '../symptom.ts';
import { highest, lowest, over, perThing, scrapeInterval, thingLabels, worstThing } from '../vectors.ts';

export function replicationSymptoms(signal: ReplicationSignal, service: ServiceDefinition): Symptom[] {
  return resolveLevels(symptomFigures.ReplicationLag, service.symptoms?.ReplicationLag).map((level) => ({
    ...gaugeOver(service, signal, signal.lagSeconds, level, level.figures.thresholdSeconds),
    alert: 'ReplicationLag',
    headline: `a replica is over ${secondsText(level)} behind`,
    finding: 'The replica that is furthest behind lags by {{ $value | humanizeDuration }}.',
  }));
}

export function transactionSymptoms(signal: TransactionsSignal, service: ServiceDefinition): Symptom[] {
  return resolveLevels(symptomFigures.LongTransactions, service.symptoms?.LongTransactions).map((level) => ({
    ...gaugeOver(service, signal, signal.longestSeconds, level, level.figures.thresholdSeconds),
    alert: 'LongTransactions',
    headline: `a transaction has been open for over ${secondsText(level)}`,
    finding: 'The oldest transaction has been open for {{ $value | humanizeDuration }}.',
  }));
}

export function eventLoopSymptoms(signal: EventLoopSignal, service: ServiceDefinition): Symptom[] {
  return resolveLevels(symptomFigures.EventLoopLag, service.symptoms?.EventLoopLag).map((level) => ({
    ...gaugeOver(service, signal, signal.lagSeconds, level, level.figures.thresholdSeconds),
    alert: 'EventLoopLag',
    headline: `the event loop is over ${secondsText(level)} late`,
    finding: 'The event loop of the slowest instance is {{ $value | humanizeDuration }} late.',
  }));
}

/** A queue's parts (partitions, priorities) are added up; `per` tells queues apart. */
export function queueSymptoms(signal: QueueSignal, service: ServiceDefinition): Symptom[] {
  const scope = { ...signal, per: signal.per ?? [] };
  return resolveLevels<Waiting>(symptomFigures.QueueBacklog, service.symptoms?.QueueBacklog).map((level) => {
    const threshold = level.figures.thresholdWaiting;
    return {
      ...base(signal, level),
      alert: 'QueueBacklog',
      expr: over(worstThing(scope, perThing(scope, signal.waiting)), threshold),
      headline: `over ${threshold} are waiting to be worked on`,
      finding: '{{ $value | humanize }} are waiting in the longest queue.',
      proof: thresholdProof({
        ...gaugeMeasure(service, signal, signal.waiting, level, threshold),
        inputs: (phases, { labels, weight }) => [
          {
            series: sampleSeries(signal.waiting, labels),
            values: gaugeValues(phases.map((phase) => ({ ...phase, value: phase.value * weight }))),
          },
        ],
        per: thingLabels(scope),
        combines: thingLabels(scope).length === 0 ? 'sum' : 'worst',
      }),
    };
  });
}

/** What is left until a certificate ends; the one that ends first counts. */
export function certificateSymptoms(signal: CertificateSignal, service: ServiceDefinition): Symptom[] {
  return resolveLevels(symptomFigures.CertificateExpiring, service.symptoms?.CertificateExpiring).map(
    (level) => {
      const { thresholdSeconds } = level.figures;
      const day = 86_400;
      const left = lowest(signal, binary(signal.expiresAt, '-', call('time')));
      const step = scrapeInterval(service);
      return {
        ...base(signal, level),
        alert: 'CertificateExpiring',
        expr: binary(left, '<', number(thresholdSeconds)),
        headline: `a certificate ends within ${Number((thresholdSeconds / day).toPrecision(3))} days`,
        finding: 'The certificate that ends first does so in {{ $value | humanizeDuration }}.',
        proof: thresholdProof({
          // Turned round, so that worse is higher as everywhere.
          ...gaugeMeasure(service, signal, signal.expiresAt, level, -thresholdSeconds),
          inputs: (phases, { labels }) => [
            {
              series: sampleSeries(signal.expiresAt, labels),
              values: clockValues(
                phases.map(({ steps, value }) => ({ steps, value: -value })),
                durationSeconds(step),
              ),
            },
          ],
          over: -thresholdSeconds + 1,
          notOver: [-thresholdSeconds - 1, -thresholdSeconds],
          calm: -100 * thresholdSeconds,
          extreme: day,
        }),
      };
    },
  );
}

function gaugeOver(
  service: ServiceDefinition,
  signal: DeclaredSignal,
  gauge: Selector,
  level: ResolvedLevel<Level>,
  threshold: number,
): Omit<Symptom, 'alert' | 'headline' | 'finding'> {
  return {
    ...base(signal, level),
    expr: over(highest(signal, gauge), threshold),
    proof: thresholdProof(gaugeMeasure(service, signal, gauge, level, threshold)),
  };
}

function gaugeMeasure(
  service: ServiceDefinition,
  signal: DeclaredSignal,
  gauge: Selector,
  { figures }: ResolvedLevel<Level>,
  threshold: number,
): Measure {
  return {
    signal,
    level: figures,
    step: scrapeInterval(service),
    inputs: (phases, { labels }) => [{ series: sampleSeries(gauge, labels), values: gaugeValues(phases) }],
    threshold,
    over: threshold * 1.02,
    notOver: [threshold * 0.98, threshold],
    calm: 0,
    extreme: threshold * 10,
    combines: 'worst',
  };
}

function base(
  signal: DeclaredSignal,
  { severity, figures }: ResolvedLevel<Level>,
): Pick<Symptom, 'signal' | 'severity' | 'level'> {
  return { signal, severity, level: figures };
}

function secondsText({ figures }: ResolvedLevel<Seconds>): string {
  return `${figures.thresholdSeconds} s`;
}
