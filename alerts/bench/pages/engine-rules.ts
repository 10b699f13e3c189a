/** The simulated rules as Prometheus reads them, so that its engine can be asked about the same requests. */
import { renderPromql, selector } from '../../promql.ts';
import type { RuleGroup } from '../../rule.ts';
import { ruleGroupsOf } from '../../rules.ts';
import { availabilityObjective, defineService, type ServiceDefinition } from '../../service-definition.ts';
import type { RuleSet, SimulatedTier } from './rule-set.ts';
import { target } from './rule-sets.ts';

const requests = 'http_requests_total';
const failed = '5..';

/** The counters of the one target, by what they count. */
export const counters = {
  bad: renderPromql(selector(requests, { ...seriesLabels(), status: '500' })),
  good: renderPromql(selector(requests, { ...seriesLabels(), status: '200' })),
} as const;

/** The labels of a recorded count. */
export const recordedLabels = { service: 'bench', environment: 'test', slo: 'availability' } as const;

/** The alerts of these tiers; each carries its name as the label `tier`. */
export function engineGroup(
  ruleSet: RuleSet,
  tiers: readonly SimulatedTier[],
  requestsPerHour: number,
): object {
  return ruleSet.reads === 'rate' ? peersGroup(ruleSet, tiers) : ourGroup(tiers, requestsPerHour);
}

/** The very group that the compiler writes. */
function ourGroup(tiers: readonly SimulatedTier[], requestsPerHour: number): RuleGroup {
  const names = tiers.map(({ alert }) => alert);
  const group = ruleGroupsOf(service(requestsPerHour)).find(({ rules }) =>
    rules.some((rule) => 'alert' in rule && rule.labels.tier === names[0]),
  );
  if (group === undefined) throw new Error(`No rule group alerts on tier ${names[0] ?? '(none)'}.`);
  return group;
}

/** One group: promtool gives no order among groups, and records must come before the alerts that read them. */
function peersGroup({ name }: RuleSet, tiers: readonly SimulatedTier[]): object {
  const windows = [...new Set(tiers.flatMap(({ longSeconds, shortSeconds }) => [longSeconds, shortSeconds]))];
  const alerts = [...new Set(tiers.map(({ alert }) => alert))];
  return {
    name,
    rules: [
      ...windows.map((seconds) => ({
        record: ratioMetric(seconds),
        expr: `sum(rate(${requests}{status=~"${failed}"}[${seconds}s])) / sum(rate(${requests}[${seconds}s]))`,
      })),
      ...alerts.map((alert) => alertRule(tiers.filter((tier) => tier.alert === alert))),
    ],
  };
}

function alertRule(tiers: readonly SimulatedTier[]): object {
  return {
    alert: 'PeerBudgetBurn',
    expr: tiers
      .map(
        ({ shortSeconds, longSeconds, thresholdRatio }) =>
          `(${ratioMetric(shortSeconds)} > ${thresholdRatio} and ${ratioMetric(longSeconds)} > ${thresholdRatio})`,
      )
      .join(' or '),
    for: `${tiers[0]?.holdSeconds ?? 0}s`,
    labels: { tier: tiers[0]?.alert ?? '' },
  };
}

function ratioMetric(seconds: number): string {
  return `peer:errors:ratio_rate${seconds}s`;
}

function service(requestsPerHour: number): ServiceDefinition {
  const base = availabilityObjective({
    requests: 'httpRequests',
    of: { service: recordedLabels.service },
    failed: { status: { op: '=~', value: failed } },
    target,
  });
  return defineService({
    name: recordedLabels.service,
    owner: 'platform',
    tier: 1,
    description: 'Requests of the simulation',
    expectedTraffic: { requestsPerHour },
    objectives: [base],
  });
}

function seriesLabels(): Record<string, string> {
  return { service: 'bench', environment: 'test', route: '/', instance: 'target', job: 'bench' };
}
