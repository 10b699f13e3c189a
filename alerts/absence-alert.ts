/**
 * The counts of an objective are gone: nobody would be told if it burned.
 *
 * Idle is not gone. A service that is scraped and has nothing to do records zeros. One that was restarted has no
 * series until its first request, so its silence is only strange once a request should have come: the alert waits until
 * chance leaves it out in one of ten thousand quiet spells, at the declared traffic (a Poisson process has no event in t
 * seconds with probability exp(-rate x t)).
 */
import { objectiveLinks } from './burn-rate-alert.ts';
import { type Duration, durationOf } from './duration.ts';
import { longStep, recordedCount } from './event-counts.ts';
import type { Objective } from './objective.ts';
import { binary, call, number, overRange, renderPromql } from './promql.ts';
import type { AlertingRule } from './rule.ts';
import { assumedRequestsPerHour, ordinaryScrape, type ServiceDefinition } from './service-definition.ts';

export const absenceAlertName = 'ObjectiveDataMissing';

/** How long after its last event an objective is still missed; a service that was retired is left alone after that. */
const rememberedFor = '1d' as const satisfies Duration;

/** The share of quiet spells that are taken for missing data. */
const chanceOfSilence = 1e-4;

export function absenceAlert(service: ServiceDefinition, objective: Objective): AlertingRule {
  const { interval } = service.scrape ?? ordinaryScrape;
  const hadEvents = binary(
    call('sum_over_time', overRange(recordedCount('total', service, objective, longStep), rememberedFor)),
    '>',
    number(0),
  );
  const hasCounts = recordedCount('total', service, objective, interval);
  const patience = patienceOf(service, objective);
  return {
    alert: absenceAlertName,
    expr: renderPromql(binary(hadEvents, 'unless', hasCounts)),
    for: patience,
    labels: { slo: objective.name, severity: 'warning', owner: service.owner },
    annotations: {
      summary: `Nothing is known about the ${objective.name} of ${service.name} in {{ $labels.environment }}`,
      description: `{{ $value | humanize }} events were counted in the last ${rememberedFor}, and for ${patience} there has been no series to count: while this lasts, no ${objective.name} alert can fire.`,
      ...objectiveLinks(service, objective, absenceAlertName),
    },
  };
}

/** Probes and freshness come with every scrape; requests come when somebody asks. */
function patienceOf({ expectedTraffic }: ServiceDefinition, { kind }: Objective): Duration {
  const least = 600;
  if (kind === 'probe' || kind === 'freshness') return durationOf(least);
  const secondsPerRequest = 3600 / (expectedTraffic?.requestsPerHour ?? assumedRequestsPerHour);
  const minutes = Math.ceil((secondsPerRequest * Math.log(1 / chanceOfSilence)) / 60);
  return durationOf(Math.min(6 * 3600, Math.max(least, minutes * 60)));
}
