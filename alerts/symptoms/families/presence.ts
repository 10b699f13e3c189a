/** Symptoms of something that does not answer, or is not even asked any more: targets, databases; and a sealed Vault. */
import type { Duration } from '../../duration.ts';
import { binary, call, chain, type Expr, overRange, type Selector } from '../../promql.ts';
import type { ServiceDefinition } from '../../service-definition.ts';
import type { DatabaseSignal, TargetsSignal, VaultSignal } from '../declared-signal.ts';
import type { Down } from '../figures/figure.ts';
import { type ResolvedLevel, resolveLevels, symptomFigures } from '../figures.ts';
import { downMeasure } from '../proof/down-measure.ts';
import { hasEnvironments, placeOf } from '../proof/place.ts';
import { sampleSeries } from '../proof/sample-series.ts';
import type { Scenario } from '../proof/scenario.ts';
import { stepsIn, thresholdProof } from '../proof/threshold-proof.ts';
import type { Symptom } from '../symptom.ts';
import { howMany, howManyAre, scrapeInterval, total } from '../vectors.ts';

export function targetSymptoms(signal: TargetsSignal, service: ServiceDefinition): Symptom[] {
  return resolveLevels(symptomFigures.TargetDown, service.symptoms?.TargetDown).map((level) => ({
    ...downOrGone(signal, signal.up, service, level),
    alert: 'TargetDown',
    headline: 'a target does not answer its scrape, or is gone',
    finding: '{{ $value }} of its targets do not answer, or have vanished.',
  }));
}

export function databaseSymptoms(signal: DatabaseSignal, service: ServiceDefinition): Symptom[] {
  return resolveLevels(symptomFigures.DatabaseDown, service.symptoms?.DatabaseDown).map((level) => ({
    ...downOrGone(signal, signal.up, service, level),
    alert: 'DatabaseDown',
    headline: 'the database does not answer',
    finding: '{{ $value }} of its databases do not answer, or nothing is known of them any more.',
  }));
}

export function vaultSymptoms(signal: VaultSignal, service: ServiceDefinition): Symptom[] {
  return resolveLevels(symptomFigures.VaultSealed, service.symptoms?.VaultSealed).map((level) => ({
    alert: 'VaultSealed',
    signal,
    severity: level.severity,
    level: level.figures,
    expr: howManyAre(signal, signal.unsealed, 0),
    headline: 'a Vault is sealed',
    finding: '{{ $value }} of its Vaults are sealed.',
    proof: thresholdProof(downMeasure(signal, signal.unsealed, service, level)),
  }));
}

/**
 * Three ways to be missing: a scrape fails; all of an environment vanished, within what is remembered; and nothing at
 * all is there or was in that time, which has no environment to be told of.
 */
function downOrGone(
  signal: TargetsSignal | DatabaseSignal,
  up: Selector,
  service: ServiceDefinition,
  level: ResolvedLevel<Down>,
): Omit<Symptom, 'alert' | 'headline' | 'finding'> {
  const { rememberedFor } = level.figures;
  const remembered = call('last_over_time', overRange(up, rememberedFor));
  const environments = hasEnvironments(signal);
  return {
    signal,
    severity: level.severity,
    level: level.figures,
    expr: chain(
      'or',
      howManyAre(signal, up, 0),
      // Without environments, "all of it vanished" is what the last part says, and says at once.
      ...(environments ? [binary(howMany(signal, remembered), 'unless', total(signal, up))] : []),
      nowhere(environments ? remembered : up),
    ),
    mayBeNowhere: true,
    proof: thresholdProof({
      ...downMeasure(signal, up, service, level),
      firesWithoutData: true,
      more: [vanishing(signal, up, service, level)],
    }),
  };
}

/** 1 without labels where there is no such series; `absent` itself would add what the selector asks for. */
function nowhere(series: Expr): Expr {
  return total({ labels: { environment: null } }, call('absent', series));
}

function vanishing(
  signal: TargetsSignal | DatabaseSignal,
  up: Selector,
  service: ServiceDefinition,
  { figures }: ResolvedLevel<Down>,
): Scenario {
  const step = scrapeInterval(service);
  const inSteps = (duration: Duration): number => stepsIn(duration, step);
  const there = 10;
  const hold = inSteps(figures.hold);
  const isPlaceless = !hasEnvironments(signal);
  const forgotten = there + inSteps(figures.rememberedFor) + inSteps(figures.keepFiringFor);
  return {
    name: 'fires where it vanished, while it is remembered, and then without an environment',
    setting: 'alone',
    inputs: (environment) => [
      {
        series: sampleSeries(up, placeOf(signal, ['instance'], { environment }).labels),
        values: `1x${there - 1} stale`,
      },
    ],
    checks: [
      { step: there - 1, state: 'silent' },
      ...(hold >= 4 ? [{ step: there + hold - 2, state: 'pending', isPlaceless } as const] : []),
      { step: there + hold + 2, state: 'firing', isPlaceless },
      { step: there + inSteps(figures.rememberedFor) - 3, state: 'firing', isPlaceless },
      { step: forgotten + hold + 4, state: 'firing', isPlaceless: true },
    ],
  };
}
