/** A planned time as a promtool test: quiet one evaluation before it, firing at it. */
import type { BurnRateTier } from '../../burn-rate.ts';
import { durationSeconds } from '../../duration.ts';
import type { Objective } from '../../objective.ts';
import type { InputSeries, PromtoolTest } from '../../proof/promtool-test.ts';
import type { RuleGroup } from '../../rule.ts';
import { ruleGroupsOf } from '../../rules.ts';
import type { ServiceDefinition } from '../../service-definition.ts';
import { courseOf, scrapeSecondsOf } from '../clock.ts';
import { secondsToFire } from '../detection.ts';
import { neededRules } from '../samples.ts';

export interface Incident {
  readonly badRatio: number;
  readonly eventsPerHour: number;
}

/** Scrapes before the failure begins, right after the last of them, and scrapes of the failure. */
export interface Steps {
  readonly clean: number;
  readonly failing: number;
}

export function plannedTest(
  service: ServiceDefinition,
  objective: Objective,
  tier: BurnRateTier,
  incident: Incident,
  seriesOf: (steps: Steps) => InputSeries[],
): PromtoolTest {
  const course = courseOf(service, objective, tier);
  const planned = secondsToFire(tier, { ...incident, target: objective.target }, course);
  const scrapeSeconds = scrapeSecondsOf(service);
  const longSeconds = durationSeconds(tier.longWindow);
  const onset = longSeconds + 4 * course.stepSeconds;
  // What never fires is asked long after its windows are full of failure.
  const last = planned === 'never' ? longSeconds + durationSeconds(tier.hold) + 1200 : planned;
  const expr = `count(ALERTS{slo="${objective.name}",tier="${tier.name}",alertstate="firing"})`;
  const firing = (isFiring: boolean, seconds: number): PromtoolTest['expectations'][number] => ({
    expr,
    atSeconds: onset + seconds,
    value: isFiring ? 1 : undefined,
  });
  return {
    name: `${objective.name} ${tier.name}, ${incident.badRatio} of ${incident.eventsPerHour} an hour: ${planned}`,
    series: seriesOf({
      clean: onset / scrapeSeconds,
      failing: Math.ceil(last / scrapeSeconds) + 2,
    }),
    expectations:
      planned === 'never'
        ? [firing(false, last)]
        : [firing(false, planned - course.stepSeconds), firing(true, planned)],
  };
}

/** What a tier needs of its own level: the base from raw series, the long one from the base's counts. */
export function groupsOfTier(service: ServiceDefinition, tier: BurnRateTier): RuleGroup[] {
  const groups = ruleGroupsOf(service).flatMap((group) =>
    group.rules.filter(({ labels }) => labels.tier === tier.name).map((alert) => ({ group, alert })),
  );
  return groups.map(({ group, alert }) => {
    const needed = neededRules(alert, [group]);
    return { ...group, rules: group.rules.filter((rule) => needed.has(rule)) };
  });
}
