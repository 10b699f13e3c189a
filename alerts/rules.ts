/** Prometheus rules of one service, as data: event counts in levels, and the alerts that read them. */
import { absenceAlerts } from './absence-alert.ts';
import { type BurnRateTier, burnRateTiers } from './burn-rate.ts';
import { burnRateAlert } from './burn-rate-alert.ts';
import type { Duration } from './duration.ts';
import {
  baseCount,
  budgetStep,
  budgetWindow,
  countMetric,
  countOver,
  type EventKind,
  longStep,
  recordedCount,
  windowsOf,
} from './event-counts.ts';
import type { Objective } from './objective.ts';
import { type Expr, renderPromql } from './promql.ts';
import type { RecordingRule, RuleGroup } from './rule.ts';
import { fixedLabels } from './series-labels.ts';
import { ordinaryScrape, type ServiceDefinition } from './service-definition.ts';
import { symptomGroupsOf } from './symptoms/symptom-groups.ts';

/** Every alert name that the rules can emit for these services, each once. */
export function alertNamesOf(services: readonly ServiceDefinition[]): string[] {
  const rules = services.flatMap(ruleGroupsOf).flatMap((group) => group.rules);
  return [...new Set(rules.flatMap((rule) => ('alert' in rule ? [rule.alert] : [])))];
}

/** One group a level of an objective, and one of symptoms: one evaluation writes all its counts before the alerts read them. */
export function ruleGroupsOf(service: ServiceDefinition): readonly RuleGroup[] {
  const known = compiled.get(service) ?? compileGroups(service);
  compiled.set(service, known);
  return known;
}

/** Rules, tests, routes, plan and the operator's objects all start from the same groups. */
const compiled = new WeakMap<ServiceDefinition, readonly RuleGroup[]>();

function compileGroups(service: ServiceDefinition): RuleGroup[] {
  return [
    ...service.objectives.flatMap((objective) => [
      baseGroup(service, objective),
      longGroup(service, objective),
      budgetGroup(service, objective),
    ]),
    ...symptomGroupsOf(service),
  ];
}

function baseGroup(service: ServiceDefinition, objective: Objective): RuleGroup {
  const scrape = service.scrape ?? ordinaryScrape;
  const record = recorder(service, objective);
  return {
    name: `${service.name}-${objective.name}`,
    interval: scrape.interval,
    rules: [
      ...record(scrape.interval, (what) => baseCount(what, service, objective, scrape)),
      ...windowsOf('base')
        // A window of one interval is the base itself.
        .filter((window) => window !== scrape.interval)
        .flatMap((window) =>
          record(window, (what) =>
            countOver(what, window, scrape.interval, recordedCount(what, service, objective, window)),
          ),
        ),
      ...tiersOf('base').map((tier) => burnRateAlert(service, objective, tier)),
    ],
  };
}

function longGroup(service: ServiceDefinition, objective: Objective): RuleGroup {
  const { interval } = service.scrape ?? ordinaryScrape;
  const record = recorder(service, objective);
  const over = (window: Duration, from: Duration): RecordingRule[] =>
    record(window, (what) => countOver(what, window, from, recordedCount(what, service, objective, window)));
  return {
    name: `${service.name}-${objective.name}-long`,
    interval: longStep,
    rules: [
      ...over(longStep, interval),
      ...windowsOf('long').flatMap((window) => over(window, longStep)),
      ...tiersOf('long').map((tier) => burnRateAlert(service, objective, tier)),
      ...absenceAlerts(service, objective),
    ],
  };
}

function budgetGroup(service: ServiceDefinition, objective: Objective): RuleGroup {
  const window = budgetWindow(objective);
  return {
    name: `${service.name}-${objective.name}-budget`,
    interval: budgetStep,
    rules: recorder(service, objective)(window, (what) =>
      countOver(what, window, longStep, recordedCount(what, service, objective, window)),
    ),
  };
}

/** Writes the pair of counts of a window; the total first, for the bad count is filled with zero from it. */
function recorder(
  service: ServiceDefinition,
  objective: Objective,
): (window: Duration, exprOf: (what: EventKind) => Expr) => RecordingRule[] {
  const labels = { service: service.name, ...fixedLabels(objective.labels), slo: objective.name };
  return (window, exprOf) =>
    (['total', 'bad'] as const).map((what) => ({
      record: countMetric(what, window),
      expr: renderPromql(exprOf(what)),
      labels,
    }));
}

function tiersOf(level: BurnRateTier['level']): BurnRateTier[] {
  return burnRateTiers.filter((tier) => tier.level === level);
}
