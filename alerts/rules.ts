/** Prometheus rules of one service, as data: event counts per window, then burn-rate alerts that read them. */

import type { BurnRateTier } from './burn-rate.ts';
import { badRatioThreshold, burnRateTiers, burnRateWindows, minimumBadEvents } from './burn-rate.ts';
import type { Duration } from './duration.ts';
import { boardUid, dashboardPath, objectivePanelSlug, panelId, runbookPath } from './links.ts';
import { badEvents, totalEvents } from './objective-queries.ts';
import { binary, chain, type Expr, number, renderPromql, type Selector, selector } from './promql.ts';
import type { Objective, ServiceDefinition } from './service-definition.ts';

export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
}

export interface AlertingRule {
  readonly alert: string;
  readonly expr: string;
  readonly for: Duration;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface RuleGroup {
  readonly name: string;
  readonly rules: readonly (RecordingRule | AlertingRule)[];
}

/** Alerts are told apart by environment: a staging release that burns must not hide production, or page as it. */
const dimensions = ['service', 'environment'] as const;

const alertNames = {
  availability: 'AvailabilityBudgetBurn',
  latency: 'LatencyBudgetBurn',
} as const satisfies Record<Objective['kind'], string>;

export function alertName(objective: Objective): string {
  return alertNames[objective.kind];
}

/** Every alert name that the rules can emit for these services, each once. */
export function alertNamesOf(services: readonly ServiceDefinition[]): string[] {
  return [...new Set(services.flatMap((service) => service.objectives.map(alertName)))];
}

/** Two groups an objective: one evaluation writes all its counts before the alerts read them. */
export function ruleGroupsOf(service: ServiceDefinition): RuleGroup[] {
  return service.objectives.map((objective) => ({
    name: `${service.name}-${objective.name}`,
    rules: [
      ...burnRateWindows(burnRateTiers).flatMap((window) => countRules(objective, window)),
      ...burnRateTiers.map((tier) => burnRateAlert(service, objective, tier)),
    ],
  }));
}

function countRules(objective: Objective, window: Duration): RecordingRule[] {
  const scope = { window, by: dimensions };
  const labels = { slo: objective.name };
  return [
    {
      record: countMetric('bad', window),
      expr: renderPromql(badEvents(objective, scope)),
      labels,
    },
    {
      record: countMetric('total', window),
      expr: renderPromql(totalEvents(objective, scope)),
      labels,
    },
  ];
}

function burnRateAlert(service: ServiceDefinition, objective: Objective, tier: BurnRateTier): AlertingRule {
  const alert = alertName(objective);
  const threshold = number(badRatioThreshold(objective.target, tier.factor));
  const isBurning = (window: Duration): Expr =>
    binary(
      binary(
        recordedCount('bad', service, objective, window),
        '/',
        recordedCount('total', service, objective, window),
      ),
      '>',
      threshold,
    );
  const isSignificant = binary(
    recordedCount('bad', service, objective, tier.longWindow),
    '>=',
    number(minimumBadEvents),
  );
  const slug = objectivePanelSlug(objective.name);
  return {
    alert,
    expr: renderPromql(chain('and', isBurning(tier.longWindow), isBurning(tier.shortWindow), isSignificant)),
    for: tier.hold,
    labels: {
      slo: objective.name,
      tier: tier.name,
      severity: tier.severity,
      owner: service.owner,
    },
    annotations: {
      summary: `${service.name} in {{ $labels.environment }} is burning its ${objective.name} budget over ${tier.factor} times too fast`,
      description: `{{ $value | humanizePercentage }} of events in the last ${tier.longWindow} missed the objective "${objective.description}" (target ${percent(objective.target)} over ${objective.windowDays} days), and it goes on in the last ${tier.shortWindow}.`,
      runbook_url: runbookPath(alert),
      // Without it the board would open on its first environment, which is not the one that burns.
      dashboard_url: `${dashboardPath(service.name, 'errors', slug)}&var-environment={{ $labels.environment }}`,
      __dashboardUid__: boardUid(service.name, 'errors'),
      __panelId__: String(panelId(slug)),
    },
  };
}

/** The recorded count of events of one objective, for rules and boards. */
export function recordedCount(
  what: 'bad' | 'total',
  service: ServiceDefinition,
  objective: Objective,
  window: Duration,
  only: Readonly<Record<string, string>> = {},
): Selector {
  return selector(countMetric(what, window), { service: service.name, slo: objective.name, ...only });
}

function countMetric(what: 'bad' | 'total', window: Duration): string {
  return `slo:${what}_events:increase${window}`;
}

function percent(ratio: number): string {
  return `${Number((ratio * 100).toPrecision(6))} %`;
}
