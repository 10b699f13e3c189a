/** The alert of one tier of one objective: it burns in both windows, and chance does not explain it. */
import { type BurnRateTier, badRatioThreshold, minimumBadEvents, thresholdFactor } from './burn-rate.ts';
import { type Duration, durationOf } from './duration.ts';
import { recordedCount } from './event-counts.ts';
import { chanceEdges, isFloorNeeded } from './firing-clauses.ts';
import { boardUid, dashboardPath, objectivePanelSlug, panelId, runbookPath } from './links.ts';
import { alertName, type Objective } from './objective.ts';
import { binary, chain, type Expr, number, renderPromql } from './promql.ts';
import type { AlertingRule } from './rule.ts';
import { assumedRequestsPerHour, type ServiceDefinition } from './service-definition.ts';
import { isBeyondChance } from './significance.ts';

export function burnRateAlert(
  service: ServiceDefinition,
  objective: Objective,
  tier: BurnRateTier,
): AlertingRule {
  const alert = alertName(objective);
  const { target } = objective;
  const threshold = number(badRatioThreshold(target, tier));
  const bad = (window: Duration): Expr => recordedCount('bad', service, objective, window);
  const total = (window: Duration): Expr => recordedCount('total', service, objective, window);
  const isBurning = (window: Duration): Expr =>
    binary(binary(bad(window), '/', total(window)), '>', threshold);
  return {
    alert,
    expr: renderPromql(
      chain(
        'and',
        isBurning(tier.longWindow),
        isBurning(tier.shortWindow),
        ...(isFloorNeeded(target, tier)
          ? [binary(bad(tier.longWindow), '>=', number(minimumBadEvents))]
          : []),
        ...(chanceEdges(target, tier).length === 0
          ? []
          : [isBeyondChance(bad(tier.longWindow), total(tier.longWindow), target, tier.chanceOfFalse)]),
      ),
    ),
    for: tier.hold,
    keep_firing_for: keepFiringFor(service),
    labels: {
      slo: objective.name,
      tier: tier.name,
      severity: tier.severity,
      owner: service.owner,
    },
    annotations: {
      summary: `${service.name} in {{ $labels.environment }} is burning its ${objective.name} budget over ${thresholdFactor(objective.target, tier)} times too fast`,
      description: `{{ $value | humanizePercentage }} of events in the last ${tier.longWindow} missed the objective "${objective.description}" (target ${percent(objective.target)} over ${objective.windowDays} days), and it goes on in the last ${tier.shortWindow}.`,
      ...objectiveLinks(service, objective, alert),
    },
  };
}

/** Where an alert about an objective takes its reader. */
export function objectiveLinks(
  service: ServiceDefinition,
  objective: Objective,
  alert: string,
): Record<string, string> {
  const slug = objectivePanelSlug(objective.name);
  return {
    runbook_url: runbookPath(alert),
    // Without it the board would open on its first environment, which is not the one that burns.
    dashboard_url: `${dashboardPath(service.name, 'errors', slug)}&var-environment={{ $labels.environment }}`,
    __dashboardUid__: boardUid(service.name, 'errors'),
    __panelId__: String(panelId(slug)),
  };
}

/**
 * Where a request comes every few minutes, a short window is empty between two failures: an alert that ended there would
 * page again with each of them. So it stays for as long as about three requests take, a minute at least.
 */
export function keepFiringFor({ expectedTraffic }: Pick<ServiceDefinition, 'expectedTraffic'>): Duration {
  const secondsPerRequest = 3600 / (expectedTraffic?.requestsPerHour ?? assumedRequestsPerHour);
  const minutes = Math.ceil((3 * secondsPerRequest) / 60);
  return durationOf(60 * Math.min(30, Math.max(1, minutes)));
}

function percent(ratio: number): string {
  return `${Number((ratio * 100).toPrecision(6))} %`;
}
