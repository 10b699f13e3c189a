/** What one service's alerts will do, figure by figure, before anyone is woken by them. */
import { absenceAlertName } from '../absence-alert.ts';
import { type BurnRateTier, burnRateTiers } from '../burn-rate.ts';
import { durationSeconds } from '../duration.ts';
import type { Objective } from '../objective.ts';
import type { AlertingRule, RuleGroup } from '../rule.ts';
import { ruleGroupsOf } from '../rules.ts';
import type { ServiceDefinition } from '../service-definition.ts';
import type { Symptom } from '../symptoms/symptom.ts';
import { allSymptomsOf } from '../symptoms/symptom-groups.ts';
import { symptomRule } from '../symptoms/symptom-rule.ts';
import { type Budget, budgetOf, budgetUsedBeforeFiring } from './budget.ts';
import { courseOf, scrapeSecondsOf } from './clock.ts';
import { secondsToFire } from './detection.ts';
import { eventsPerHourOf, requestsPerHourOf } from './event-traffic.ts';
import { falseAlertsAMonth } from './false-pages.ts';
import { type Telling, tellingOf } from './people-told.ts';
import { neededRules, type ReadingScope, samplesInOnePass, samplesInRuleTime } from './samples.ts';

/** Shares of events that fail, for the three times to detect. */
export const plannedBadRatios = [1, 0.1, 0.02] as const;

export type SecondsToTell = number | 'never';

/** What selectors find; the size of an installation, which the catalog does not know. */
export type PlanSetting = Pick<ReadingScope, 'series' | 'targets'>;

export const ordinaryPlanSetting = { series: 100, targets: 5 } as const satisfies PlanSetting;

interface AlertPlan {
  readonly rule: AlertingRule;
  readonly told: Telling['told'];
  /** In 30 s of rule time, the recorded counts that the alert needs included. */
  readonly samples: number;
}

export interface TierPlan extends AlertPlan {
  readonly tier: BurnRateTier;
  readonly budgetUsed: number;
  /** From the first failure to the first message to a person, in the order of `plannedBadRatios`. */
  readonly secondsToTell: readonly SecondsToTell[];
  readonly falseAlertsAMonth: number;
}

/** Alerts without a share of failures: told at the soonest so long after what they are about. */
export interface SoonestPlan extends AlertPlan {
  readonly secondsToTell: number;
}

export interface SymptomPlan extends SoonestPlan {
  readonly symptom: Symptom;
}

export interface ObjectivePlan {
  readonly objective: Objective;
  /** Requests, or for a gauge its checks: one a scrape. */
  readonly eventsPerHour: number;
  readonly budget: Budget;
  readonly tiers: readonly TierPlan[];
  readonly absence: SoonestPlan;
  readonly samples: number;
}

export interface ServicePlan {
  readonly service: ServiceDefinition;
  readonly requestsPerHour: number;
  readonly objectives: readonly ObjectivePlan[];
  readonly symptoms: readonly SymptomPlan[];
  /** Of all rules of the service, in 30 s of rule time and when each is evaluated once. */
  readonly samples: number;
  readonly samplesInOnePass: number;
}

export function planOf(service: ServiceDefinition, setting: PlanSetting): ServicePlan {
  const groups = ruleGroupsOf(service);
  const scope = { ...setting, scrapeSeconds: scrapeSecondsOf(service) };
  const telling = tellingOf(service);
  return {
    service,
    requestsPerHour: requestsPerHourOf(service),
    objectives: service.objectives.map((objective) =>
      planObjective(service, objective, { groups: groupsOf(groups, objective), scope, telling }),
    ),
    symptoms: allSymptomsOf(service).map((symptom) => {
      const rule = symptomRule(symptom, service);
      return { symptom, ...planSoonest(rule, scope.scrapeSeconds, { groups, scope, telling }) };
    }),
    samples: samplesInRuleTime(rulesIn(groups), groups, scope),
    samplesInOnePass: samplesInOnePass(groups, scope),
  };
}

interface Around {
  readonly groups: readonly RuleGroup[];
  readonly scope: ReadingScope;
  readonly telling: (rule: AlertingRule) => Telling;
}

function planObjective(service: ServiceDefinition, objective: Objective, around: Around): ObjectivePlan {
  const { groups, scope } = around;
  const eventsPerHour = eventsPerHourOf(service, objective);
  const absence = alertIn(groups, ({ alert }) => alert === absenceAlertName, absenceAlertName);
  return {
    objective,
    eventsPerHour,
    budget: budgetOf(objective, eventsPerHour),
    tiers: burnRateTiers.map((tier) => planTier(tier, service, objective, around)),
    absence: planSoonest(absence.rule, durationSeconds(absence.group.interval), around),
    samples: samplesInRuleTime(rulesIn(groups), groups, scope),
  };
}

function planTier(
  tier: BurnRateTier,
  service: ServiceDefinition,
  objective: Objective,
  around: Around,
): TierPlan {
  const { target } = objective;
  const eventsPerHour = eventsPerHourOf(service, objective);
  const { rule } = alertIn(around.groups, ({ labels }) => labels.tier === tier.name, `tier "${tier.name}"`);
  const { told, waitSeconds } = around.telling(rule);
  const course = courseOf(service, objective, tier);
  return {
    rule,
    tier,
    told,
    budgetUsed: budgetUsedBeforeFiring(tier, objective),
    secondsToTell: plannedBadRatios.map((badRatio) => {
      const fires = secondsToFire(tier, { target, badRatio, eventsPerHour }, course);
      return fires === 'never' ? fires : fires + waitSeconds;
    }),
    falseAlertsAMonth: falseAlertsAMonth(tier, { target, eventsPerHour }),
    samples: samplesFor(rule, around),
  };
}

/** Seen at the next evaluation, held, told. */
function planSoonest(rule: AlertingRule, stepSeconds: number, around: Around): SoonestPlan {
  const { told, waitSeconds } = around.telling(rule);
  const holdSteps = Math.ceil(durationSeconds(rule.for) / stepSeconds);
  return {
    rule,
    told,
    secondsToTell: (1 + holdSteps) * stepSeconds + waitSeconds,
    samples: samplesFor(rule, around),
  };
}

function samplesFor(rule: AlertingRule, { groups, scope }: Around): number {
  return samplesInRuleTime(neededRules(rule, groups), groups, scope);
}

/** What of these groups is about the objective, in however many groups the compiler writes it. */
function groupsOf(groups: readonly RuleGroup[], { name }: Objective): RuleGroup[] {
  return groups
    .map((group) => ({ ...group, rules: group.rules.filter(({ labels }) => labels.slo === name) }))
    .filter(({ rules }) => rules.length > 0);
}

function alertIn(
  groups: readonly RuleGroup[],
  isMeant: (rule: AlertingRule) => boolean,
  what: string,
): { readonly rule: AlertingRule; readonly group: RuleGroup } {
  for (const group of groups)
    for (const rule of group.rules) if ('alert' in rule && isMeant(rule)) return { rule, group };
  throw new Error(
    `group "${groups[0]?.name}" and those beside it have no alert of ${what}; see ruleGroupsOf in alerts/rules.ts.`,
  );
}

function rulesIn(groups: readonly RuleGroup[]): RuleGroup['rules'][number][] {
  return groups.flatMap(({ rules }) => rules);
}
