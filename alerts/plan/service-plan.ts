/** What one service's objectives will do, figure by figure, before anyone is woken by them. */
import { type BurnRateTier, burnRateTiers } from '../burn-rate.ts';
import type { Objective } from '../objective.ts';
import { alertName } from '../objective.ts';
import type { AlertingRule, RuleGroup } from '../rule.ts';
import { ruleGroupsOf } from '../rules.ts';
import type { ServiceDefinition } from '../service-definition.ts';
import { type Budget, budgetOf, budgetUsedBeforeFiring } from './budget.ts';
import type { Clock } from './clock.ts';
import { secondsToTell } from './detection.ts';
import { falseAlertsAMonth } from './false-pages.ts';
import { samplesForAlert, samplesForGroup } from './samples.ts';

/** Taken where a service declares no traffic: a request every six seconds. */
export const assumedRequestsPerHour = 600;

/** Shares of requests that fail, for the three times to detect. */
export const plannedBadRatios = [1, 0.1, 0.02] as const;

export interface PlanSetting {
  readonly clock: Clock;
  /** Series of the service's own counters that one selector finds. */
  readonly series: number;
}

export interface TierPlan {
  readonly tier: BurnRateTier;
  readonly budgetUsed: number;
  /** In the order of `plannedBadRatios`. */
  readonly secondsToTell: readonly (number | 'never')[];
  readonly falseAlertsAMonth: number;
  readonly samples: number;
}

export interface ObjectivePlan {
  readonly objective: Objective;
  readonly alert: string;
  readonly budget: Budget;
  readonly tiers: readonly TierPlan[];
  readonly samples: number;
}

export interface ServicePlan {
  readonly service: ServiceDefinition;
  readonly requestsPerHour: number;
  readonly objectives: readonly ObjectivePlan[];
}

export function planOf(service: ServiceDefinition, setting: PlanSetting): ServicePlan {
  const requestsPerHour = service.expectedTraffic?.requestsPerHour ?? assumedRequestsPerHour;
  const groups = ruleGroupsOf(service);
  return {
    service,
    requestsPerHour,
    objectives: service.objectives.map((objective) => {
      const group = groupOf(groups, objective);
      return {
        objective,
        alert: alertName(objective),
        budget: budgetOf(objective, requestsPerHour),
        tiers: burnRateTiers.map((tier) => planTier(tier, objective, group, requestsPerHour, setting)),
        samples: samplesForGroup(group, setting),
      };
    }),
  };
}

function planTier(
  tier: BurnRateTier,
  objective: Objective,
  group: RuleGroup,
  requestsPerHour: number,
  setting: PlanSetting,
): TierPlan {
  const { target } = objective;
  return {
    tier,
    budgetUsed: budgetUsedBeforeFiring(tier, objective),
    secondsToTell: plannedBadRatios.map((badRatio) =>
      secondsToTell(tier, { target, badRatio, requestsPerHour }, setting.clock),
    ),
    falseAlertsAMonth: falseAlertsAMonth(tier, { target, requestsPerHour }),
    samples: samplesForAlert(alertOf(group, tier), group, setting),
  };
}

/** All rules that carry the objective's `slo`, in however many groups the compiler writes them. */
function groupOf(groups: readonly RuleGroup[], { name }: Objective): RuleGroup {
  return {
    name,
    interval: '15s',
    rules: groups.flatMap(({ rules }) => rules).filter(({ labels }) => labels.slo === name),
  };
}

function alertOf({ name, rules }: RuleGroup, tier: BurnRateTier): AlertingRule {
  for (const rule of rules) if ('alert' in rule && rule.labels.tier === tier.name) return rule;
  throw new Error(
    `objective "${name}" has no alert of tier "${tier.name}"; see ruleGroupsOf in alerts/rules.ts.`,
  );
}
