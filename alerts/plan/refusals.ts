/** What cannot work, found before anything is written: each refusal names where it is, the value and the fix. */
import { type BurnRateTier, badRatioThreshold } from '../burn-rate.ts';
import { durationSeconds } from '../duration.ts';
import { runbookPath } from '../links.ts';
import type { Objective } from '../objective.ts';
import { alertName, selectorsOf } from '../objective.ts';
import { ruleGroupsOf } from '../rules.ts';
import type { ServiceDefinition } from '../service-definition.ts';
import { scrapeSecondsOf } from './clock.ts';
import { readsOf } from './samples.ts';

export interface Surroundings {
  readonly tiers: readonly BurnRateTier[];
  /** Whether a file is there, by its path from the repository's root. */
  readonly hasFile: (path: string) => boolean;
}

/** More than anyone could be on call for, and a sign that a loop wrote them. */
export const mostObjectives = 100;

/** Every reason why the catalog cannot work as it stands; none when it can. */
export function refusalsOf(services: readonly ServiceDefinition[], around: Surroundings): string[] {
  return [...repeatedNames(services), ...services.flatMap((service) => serviceRefusals(service, around))];
}

function serviceRefusals(service: ServiceDefinition, around: Surroundings): string[] {
  const where = placeOf(service);
  const { objectives, expectedTraffic } = service;
  // Ten thousand objectives would be ten thousand lines of the same complaint.
  if (objectives.length > mostObjectives)
    return [
      `${where}: ${objectives.length} objectives; at most ${mostObjectives} are taken, so split the service or drop some.`,
    ];
  const faults = [];
  if (expectedTraffic !== undefined && !isPositive(expectedTraffic.requestsPerHour))
    faults.push(
      `${where}: expectedTraffic.requestsPerHour ${expectedTraffic.requestsPerHour} is no traffic; give requests an hour above 0, or leave it out.`,
    );
  return [
    ...faults,
    ...repeatedObjectives(service),
    ...objectives.flatMap((objective) => objectiveRefusals(service, objective, around)),
    ...unreadableRules(service),
  ];
}

function objectiveRefusals(service: ServiceDefinition, objective: Objective, around: Surroundings): string[] {
  const where = placeOf(service, objective);
  // Without a budget no threshold means anything, so the tiers are not asked about it.
  if (!(objective.target > 0 && objective.target < 1))
    return [
      `${where}: target ${objective.target} leaves no budget; give a share between 0 and 1, such as 0.999.`,
    ];
  return [
    ...strangersEvents(service, objective),
    ...missingRunbook(where, alertName(objective), around),
    ...around.tiers.flatMap((tier) => tierRefusals(where, objective, tier, scrapeSecondsOf(service))),
  ];
}

function tierRefusals(
  where: string,
  { target }: Objective,
  tier: BurnRateTier,
  scrapeSeconds: number,
): string[] {
  const faults = [];
  const threshold = badRatioThreshold(target, tier);
  if (threshold >= 1)
    faults.push(
      `${where}, tier "${tier.name}": it can never fire, for its threshold is ${threshold} (${tier.factor} x the budget of ${Number((1 - target).toPrecision(6))}) and no more than 1 of all requests fail; raise target above ${targetThatFires(tier)} or lower the tier's factor in alerts/burn-rate.ts.`,
    );
  for (const window of [tier.shortWindow, tier.longWindow])
    if (durationSeconds(window) < 2 * scrapeSeconds)
      faults.push(
        `${where}, tier "${tier.name}": window ${window} is under two scrapes of ${scrapeSeconds} s, so an increase over it is nothing; take ${2 * scrapeSeconds}s or more in alerts/burn-rate.ts.`,
      );
  return faults;
}

function targetThatFires({ factor }: BurnRateTier): number {
  return Math.ceil((1 - 1 / factor) * 1000) / 1000;
}

function missingRunbook(where: string, alert: string, { hasFile }: Surroundings): string[] {
  const path = runbookPath(alert);
  return hasFile(path)
    ? []
    : [`${where}: alert ${alert} has no runbook; write ${path} (runbooks/*.md show the sections).`];
}

/** Counts are recorded under the label `service` of the events: another's name writes into that service's alerts. */
function strangersEvents(service: ServiceDefinition, objective: Objective): string[] {
  return [...new Set(selectorsOf(objective).flatMap(({ matchers }) => matchers))]
    .filter(({ label, op, value }) => label === 'service' && op === '=' && value !== service.name)
    .slice(0, 1)
    .map(
      ({ value }) =>
        `${placeOf(service, objective)}: its events have service="${value}", so the pair ${alertName(objective)} and "${value}" would be that service's; select service="${service.name}" or rename the service.`,
    );
}

function repeatedNames(services: readonly ServiceDefinition[]): string[] {
  return repeated(services.map(({ name }) => name)).map(
    (name) =>
      `service "${name}" is in the catalog twice: their rules, and each alert with this service, would collide; rename one in alerts/catalog/.`,
  );
}

function repeatedObjectives(service: ServiceDefinition): string[] {
  return repeated(service.objectives.map(({ name }) => name)).map(
    (name) =>
      `${placeOf(service)}: objective "${name}" is there twice, so their alerts would collide; give each its own name.`,
  );
}

/** The parser's own complaint, with the place in front; one for each text. */
function unreadableRules(service: ServiceDefinition): string[] {
  const faults = new Set<string>();
  for (const { name, rules } of ruleGroupsOf(service))
    for (const { expr } of rules)
      try {
        readsOf(expr);
      } catch (error) {
        faults.add(`${placeOf(service)}, group "${name}": ${error instanceof Error ? error.message : error}`);
        break;
      }
  return [...faults];
}

function placeOf(service: ServiceDefinition, objective?: Objective): string {
  const place = `alerts/catalog/${service.name}.ts: service "${service.name}"`;
  return objective === undefined ? place : `${place}, objective "${objective.name}"`;
}

function repeated(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}

function isPositive(value: number): boolean {
  return Number.isFinite(value) && value > 0;
}
