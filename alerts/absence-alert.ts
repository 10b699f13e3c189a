/**
 * The counts of an objective are gone: nobody would be told if it burned.
 *
 * Idle is not gone. A service that is scraped and has nothing to do records zeros. One that was restarted has no
 * series until its first request, so its silence is only strange once a request should have come: the alert waits until
 * chance leaves it out in one of ten thousand quiet spells, at the declared traffic (a Poisson process has no event in t
 * seconds with probability exp(-rate x t)).
 */
import { objectiveLinks } from './burn-rate-alert.ts';
import { type Duration, durationOf, durationSeconds } from './duration.ts';
import { longStep, recordedCount } from './event-counts.ts';
import type { Objective } from './objective.ts';
import { binary, call, type Expr, number, overRange, renderPromql } from './promql.ts';
import type { AlertingRule } from './rule.ts';
import { assumedRequestsPerHour, ordinaryScrape, type ServiceDefinition } from './service-definition.ts';

export const absenceAlertName = 'ObjectiveDataMissing';

/** How long after its last event an objective is still missed; a service that was retired is left alone after that. */
const rememberedFor = '1d' as const satisfies Duration;

/** The share of quiet spells that are taken for missing data. */
const chanceOfSilence = 1e-4;

/** Two rules of one name: what was counted is gone; and nothing was ever counted, so that there is no environment to name. */
export function absenceAlerts(service: ServiceDefinition, objective: Objective): AlertingRule[] {
  const patience = patienceOf(service, objective);
  return [
    {
      ...absenceRule(service, objective, 'gone', 'in {{ $labels.environment }}'),
      expr: renderPromql(binary(hadEvents(service, objective), 'unless', currentCount(service, objective))),
      for: patience,
    },
    {
      ...absenceRule(service, objective, 'never-seen', 'in any environment'),
      expr: renderPromql(call('absent', currentCount(service, objective))),
      // Nobody has asked it for anything yet, or its metrics are called otherwise than the catalog says.
      for: durationOf(Math.max(durationSeconds(patience), durationSeconds(neverFor))),
    },
  ];
}

/** How long a service may be known to the rules before its first event. */
const neverFor = '6h' as const satisfies Duration;

function absenceRule(
  service: ServiceDefinition,
  objective: Objective,
  tier: 'gone' | 'never-seen',
  where: string,
): Omit<AlertingRule, 'expr' | 'for'> {
  return {
    alert: absenceAlertName,
    labels: {
      service: service.name,
      slo: objective.name,
      tier,
      severity: 'warning',
      owner: service.owner,
    },
    annotations: {
      summary: `Nothing is known about the ${objective.name} of ${service.name} ${where}`,
      description: `There is no series to count, neither good events nor bad ones: while this lasts, no ${objective.name} alert can fire. The service is gone or silent, or its metrics and labels are not called what the catalog says.`,
      ...objectiveLinks(service, objective, absenceAlertName),
    },
  };
}

function hadEvents(service: ServiceDefinition, objective: Objective): Expr {
  const counted = overRange(recordedCount('total', service, objective, longStep), rememberedFor);
  return binary(call('sum_over_time', counted), '>', number(0));
}

function currentCount(service: ServiceDefinition, objective: Objective): Expr {
  const { interval } = service.scrape ?? ordinaryScrape;
  return recordedCount('total', service, objective, interval);
}

/** Probes and freshness come with every scrape; requests come when somebody asks. */
function patienceOf({ expectedTraffic }: ServiceDefinition, { kind }: Objective): Duration {
  const least = 600;
  if (kind === 'probe' || kind === 'freshness') return durationOf(least);
  const secondsPerRequest = 3600 / (expectedTraffic?.requestsPerHour ?? assumedRequestsPerHour);
  const minutes = Math.ceil((secondsPerRequest * Math.log(1 / chanceOfSilence)) / 60);
  return durationOf(Math.min(6 * 3600, Math.max(least, minutes * 60)));
}
